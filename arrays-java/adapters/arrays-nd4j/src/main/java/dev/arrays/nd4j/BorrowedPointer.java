package dev.arrays.nd4j;

import dev.arrays.NdArray;
import org.bytedeco.javacpp.BooleanPointer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.javacpp.indexer.BooleanIndexer;
import org.bytedeco.javacpp.indexer.ByteIndexer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.bytedeco.javacpp.indexer.IntIndexer;
import org.bytedeco.javacpp.indexer.LongIndexer;
import org.bytedeco.javacpp.indexer.ShortIndexer;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.javacpp.indexer.UIntIndexer;
import org.bytedeco.javacpp.indexer.UShortIndexer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/// JavaCPP pointers to the memory of an array of ours.
///
/// They own nothing: ND4J never frees what they point to. Each holds on to its array, which keeps
/// the memory alive: an INDArray holds its buffer, a buffer its pointer, and an INDArray made of
/// another one shares both. JavaCPP has one pointer class per element type, hence one here per
/// each.
final class BorrowedPointer {
  private BorrowedPointer() {}

  /// A buffer of ND4J over the memory of `array`.
  ///
  /// @param address where the lowest element lies
  /// @param length how many elements there are from the lowest to the highest
  static DataBuffer buffer(NdArray<?> array, long address, long length) {
    return switch (array.dataType()) {
      case FLOAT64 -> {
        var pointer = new OfDouble(array, address, length);
        yield buffer(pointer, DataType.DOUBLE, length, DoubleIndexer.create(pointer));
      }
      case FLOAT32 -> {
        var pointer = new OfFloat(array, address, length);
        yield buffer(pointer, DataType.FLOAT, length, FloatIndexer.create(pointer));
      }
      case INT64 -> {
        var pointer = new OfLong(array, address, length);
        yield buffer(pointer, DataType.INT64, length, LongIndexer.create(pointer));
      }
      case UINT64 -> {
        var pointer = new OfLong(array, address, length);
        yield buffer(pointer, DataType.UINT64, length, LongIndexer.create(pointer));
      }
      case INT32 -> {
        var pointer = new OfInt(array, address, length);
        yield buffer(pointer, DataType.INT32, length, IntIndexer.create(pointer));
      }
      case UINT32 -> {
        var pointer = new OfInt(array, address, length);
        yield buffer(pointer, DataType.UINT32, length, UIntIndexer.create(pointer));
      }
      case INT16 -> {
        var pointer = new OfShort(array, address, length);
        yield buffer(pointer, DataType.INT16, length, ShortIndexer.create(pointer));
      }
      case UINT16 -> {
        var pointer = new OfShort(array, address, length);
        yield buffer(pointer, DataType.UINT16, length, UShortIndexer.create(pointer));
      }
      case INT8 -> {
        var pointer = new OfByte(array, address, length);
        yield buffer(pointer, DataType.INT8, length, ByteIndexer.create(pointer));
      }
      case UINT8 -> {
        var pointer = new OfByte(array, address, length);
        yield buffer(pointer, DataType.UINT8, length, UByteIndexer.create(pointer));
      }
      case BOOL -> {
        var pointer = new OfBoolean(array, address, length);
        yield buffer(pointer, DataType.BOOL, length, BooleanIndexer.create(pointer));
      }
    };
  }

  private static DataBuffer buffer(Pointer pointer, DataType type, long length, Indexer indexer) {
    return Nd4j.createBuffer(pointer, type, length, indexer);
  }

  private static final class OfDouble extends DoublePointer {
    @SuppressWarnings("UnusedVariable") // Held, not read: see the class comment.
    private final NdArray<?> array;

    OfDouble(NdArray<?> array, long address, long length) {
      this.array = array;
      this.address = address;
      capacity(length);
    }
  }

  private static final class OfFloat extends FloatPointer {
    @SuppressWarnings("UnusedVariable") // Held, not read: see the class comment.
    private final NdArray<?> array;

    OfFloat(NdArray<?> array, long address, long length) {
      this.array = array;
      this.address = address;
      capacity(length);
    }
  }

  private static final class OfLong extends LongPointer {
    @SuppressWarnings("UnusedVariable") // Held, not read: see the class comment.
    private final NdArray<?> array;

    OfLong(NdArray<?> array, long address, long length) {
      this.array = array;
      this.address = address;
      capacity(length);
    }
  }

  private static final class OfInt extends IntPointer {
    @SuppressWarnings("UnusedVariable") // Held, not read: see the class comment.
    private final NdArray<?> array;

    OfInt(NdArray<?> array, long address, long length) {
      this.array = array;
      this.address = address;
      capacity(length);
    }
  }

  private static final class OfShort extends ShortPointer {
    @SuppressWarnings("UnusedVariable") // Held, not read: see the class comment.
    private final NdArray<?> array;

    OfShort(NdArray<?> array, long address, long length) {
      this.array = array;
      this.address = address;
      capacity(length);
    }
  }

  private static final class OfByte extends BytePointer {
    @SuppressWarnings("UnusedVariable") // Held, not read: see the class comment.
    private final NdArray<?> array;

    OfByte(NdArray<?> array, long address, long length) {
      this.array = array;
      this.address = address;
      capacity(length);
    }
  }

  private static final class OfBoolean extends BooleanPointer {
    @SuppressWarnings("UnusedVariable") // Held, not read: see the class comment.
    private final NdArray<?> array;

    OfBoolean(NdArray<?> array, long address, long length) {
      this.array = array;
      this.address = address;
      capacity(length);
    }
  }
}
