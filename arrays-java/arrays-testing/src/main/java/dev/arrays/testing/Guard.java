package dev.arrays.testing;

/// The side of an allocation on which the page that may not be touched lies.
public enum Guard {
  /// The allocation starts right after the page: what reaches below its first byte is caught.
  BEFORE,
  /// The allocation ends right before the page: what reaches beyond its last byte is caught.
  AFTER
}
