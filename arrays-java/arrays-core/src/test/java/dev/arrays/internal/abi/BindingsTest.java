package dev.arrays.internal.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DataType;
import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The checked-in bindings against the C header they were made from. When this fails, run `make
/// bindings`.
class BindingsTest {
  private static final Path HEADER =
      Path.of("..", "..", "arrays-rs", "arrays", "include", "arrays.h");
  private static final Pattern CONSTANT = Pattern.compile("#define (ARRAYS_\\w+) (-?\\d+)\\b");
  private static final Pattern STRUCT =
      Pattern.compile("typedef struct (\\w+) \\{(.*?)\\} \\1;", Pattern.DOTALL);
  private static final Pattern FUNCTION_POINTER = Pattern.compile("\\(\\*(\\w+)\\)\\(");
  private static final Pattern LAST_WORD = Pattern.compile("(\\w+)$");

  @Test
  void structsHaveTheHeadersMembers() throws IOException {
    Map<String, List<Member>> inHeader = new TreeMap<>();
    Matcher structs = STRUCT.matcher(header());
    while (structs.find()) {
      inHeader.put(structs.group(1), members(structs.group(2)));
    }
    Map<String, List<Member>> inJava = new TreeMap<>();
    for (GroupLayout layout :
        List.of(ArraysError.layout(), ArraysOwned.layout(), ArraysRuntime.layout())) {
      inJava.put(layout.name().orElseThrow(), members(layout));
    }
    assertThat(inJava).isEqualTo(inHeader);
  }

  @Test
  void constantsHaveTheHeadersValues() throws IOException, ReflectiveOperationException {
    List<MatchResult> constants = CONSTANT.matcher(header()).results().toList();
    assertThat(constants).hasSizeGreaterThan(15);
    for (MatchResult constant : constants) {
      Number value = (Number) arrays_h.class.getMethod(constant.group(1)).invoke(null);
      assertThat(BigInteger.valueOf(value.longValue()))
          .as(constant.group(1))
          .isEqualTo(new BigInteger(constant.group(2)));
    }
  }

  @Test
  void everyMacroOfTheHeaderIsANumberThatWasCompared() throws IOException {
    Matcher macros = Pattern.compile("#define (ARRAYS_\\w+) ").matcher(header());
    List<String> names = macros.results().map(macro -> macro.group(1)).toList();
    assertThat(CONSTANT.matcher(header()).results().map(constant -> constant.group(1)))
        .containsExactlyElementsOf(names);
  }

  @Test
  void dataTypesHaveTheHeadersCodes() {
    Map<DataType, Integer> codes = new EnumMap<>(DataType.class);
    codes.put(DataType.FLOAT64, arrays_h.ARRAYS_DTYPE_FLOAT64());
    codes.put(DataType.FLOAT32, arrays_h.ARRAYS_DTYPE_FLOAT32());
    codes.put(DataType.INT64, arrays_h.ARRAYS_DTYPE_INT64());
    codes.put(DataType.INT32, arrays_h.ARRAYS_DTYPE_INT32());
    codes.put(DataType.INT16, arrays_h.ARRAYS_DTYPE_INT16());
    codes.put(DataType.INT8, arrays_h.ARRAYS_DTYPE_INT8());
    codes.put(DataType.UINT64, arrays_h.ARRAYS_DTYPE_UINT64());
    codes.put(DataType.UINT32, arrays_h.ARRAYS_DTYPE_UINT32());
    codes.put(DataType.UINT16, arrays_h.ARRAYS_DTYPE_UINT16());
    codes.put(DataType.UINT8, arrays_h.ARRAYS_DTYPE_UINT8());
    codes.put(DataType.BOOL, arrays_h.ARRAYS_DTYPE_BOOL());
    for (DataType type : DataType.values()) {
      assertThat(type.code()).as(type.toString()).isEqualTo(codes.get(type));
      assertThat(DataType.ofCode(type.code())).isEqualTo(type);
    }
  }

  private static String header() throws IOException {
    return Files.readString(HEADER).replaceAll("(?s)/\\*.*?\\*/", "");
  }

  /// The members as a 64-bit C compiler lays them out: each at the next multiple of its own size.
  private static List<Member> members(String body) {
    List<Member> members = new ArrayList<>();
    long offset = 0;
    for (String declaration : body.strip().split(";\\s*", -1)) {
      if (declaration.isEmpty()) {
        continue;
      }
      Matcher pointer = FUNCTION_POINTER.matcher(declaration);
      boolean isFunction = pointer.find();
      Matcher word = LAST_WORD.matcher(declaration.strip());
      String name = isFunction ? pointer.group(1) : word.find() ? word.group(1) : "";
      long size = isFunction || declaration.contains("*") ? 8 : size(declaration.strip());
      offset = (offset + size - 1) / size * size;
      members.add(new Member(name, offset, size));
      offset += size;
    }
    return members;
  }

  private static long size(String declaration) {
    return switch (declaration.substring(0, declaration.indexOf(' '))) {
      case "uint32_t", "int32_t" -> 4;
      case "uint64_t", "int64_t" -> 8;
      default -> throw new AssertionError("a type this test does not know: " + declaration);
    };
  }

  private static List<Member> members(GroupLayout layout) {
    List<Member> members = new ArrayList<>();
    for (MemoryLayout member : layout.memberLayouts()) {
      if (member.name().isPresent()) {
        String name = member.name().get();
        long offset = layout.byteOffset(MemoryLayout.PathElement.groupElement(name));
        members.add(new Member(name, offset, member.byteSize()));
      }
    }
    return members;
  }

  private record Member(String name, long offset, long byteSize) {}
}
