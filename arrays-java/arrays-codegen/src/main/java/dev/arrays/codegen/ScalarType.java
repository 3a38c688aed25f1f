package dev.arrays.codegen;

import java.util.Locale;

/**
 * A Rust scalar, the Java type that holds all its values, and the values that Java has to refuse.
 */
enum ScalarType {
  BOOL("boolean", "Boolean"),
  I8("byte", "Byte"),
  I16("short", "Short"),
  I32("int", "Integer"),
  I64("long", "Long"),
  U8("int", "Integer", 0xFFL),
  U16("int", "Integer", 0xFFFFL),
  U32("long", "Long", 0xFFFF_FFFFL),
  USIZE("long", "Long", Long.MAX_VALUE),
  F32("float", "Float"),
  F64("double", "Double");

  private final String primitive;
  private final String boxed;
  private final long max;

  ScalarType(String primitive, String boxed) {
    this(primitive, boxed, -1);
  }

  ScalarType(String primitive, String boxed, long max) {
    this.primitive = primitive;
    this.boxed = boxed;
    this.max = max;
  }

  String primitive() {
    return primitive;
  }

  String boxed() {
    return boxed;
  }

  boolean isInteger() {
    return this != BOOL && !isFloating();
  }

  boolean isFloating() {
    return this == F32 || this == F64;
  }

  /** Returns whether some values of the Java type are not values of the Rust type. */
  boolean isRangeChecked() {
    return max >= 0;
  }

  /** Returns the largest value of the Rust type that Java has, or of any length, in Java. */
  String max(Imports imports) {
    return isRangeChecked() && max < Long.MAX_VALUE
        ? max + "L"
        : imports.type("Long") + ".MAX_VALUE";
  }

  /** Returns the type of the C argument and of the C result: {@code long} for all that count. */
  String carrier() {
    return isFloating() ? primitive : "long";
  }

  /** Says what a value is, in the words of Java. */
  String described() {
    return this == BOOL ? "true or false" : isFloating() ? "a number" : "an integer";
  }

  /** Says which values are in range, empty where all of the Java type are. */
  String range() {
    if (!isRangeChecked()) {
      return "";
    }
    return this == USIZE ? "not negative" : "0 to " + max;
  }

  /** Returns the name in Rust and in the manifest, such as {@code usize}. */
  String rustName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
