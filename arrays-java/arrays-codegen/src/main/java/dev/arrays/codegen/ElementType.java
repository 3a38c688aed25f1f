package dev.arrays.codegen;

import java.util.Locale;

/** The type of an array's elements, and how Java sees an array of it. */
enum ElementType {
  FLOAT64("DoubleNdArray", "double"),
  FLOAT32("FloatNdArray", "float"),
  INT64("LongNdArray", "long"),
  INT32("IntNdArray", "int"),
  INT16("ShortNdArray", "short"),
  INT8("ByteNdArray", "byte"),
  UINT64("LongNdArray", "long"),
  UINT32("IntNdArray", "int"),
  UINT16("ShortNdArray", "short"),
  UINT8("ByteNdArray", "byte"),
  BOOL("ByteNdArray", "byte");

  private final String viewClass;
  private final String primitive;

  ElementType(String viewClass, String primitive) {
    this.viewClass = viewClass;
    this.primitive = primitive;
  }

  /** Returns the simple name of the view class in {@code dev.arrays}. */
  String viewClass() {
    return viewClass;
  }

  /** Returns the Java primitive of the same width. */
  String primitive() {
    return primitive;
  }

  /** Returns how many bytes an element takes. */
  int byteSize() {
    return switch (primitive) {
      case "double", "long" -> 8;
      case "float", "int" -> 4;
      case "short" -> 2;
      default -> 1;
    };
  }

  /** Returns the expression of a view of a Java array. */
  String wrapped(Imports imports, String elements) {
    return "%s.wrap(%s)%s".formatted(imports.type(viewClass), elements, typed(imports));
  }

  /** Returns what gives a view this type: it has the signed type of its width until told so. */
  String typed(Imports imports) {
    return switch (this) {
      case FLOAT64, FLOAT32, INT64, INT32, INT16, INT8 -> "";
      case UINT64, UINT32, UINT16, UINT8, BOOL ->
          ".asDataType(%s.%s)".formatted(imports.type("DataType"), name());
    };
  }

  /**
   * Says what an array of it is, such as {@code an `int64` array}, with the adjective before it.
   */
  String array(String adjective) {
    String article = adjective.isEmpty() && name().startsWith("INT") ? "an " : "a ";
    return article + adjective + "`" + manifestName() + "` array";
  }

  /** Returns the name in the manifest, such as {@code float64}. */
  String manifestName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
