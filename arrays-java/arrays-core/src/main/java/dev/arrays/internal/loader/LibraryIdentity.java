package dev.arrays.internal.loader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;

/// The identity of a library, from the manifest entries in its bytes.
///
/// `docs/abi.md` says how an entry is framed and what the identity is.
final class LibraryIdentity {
  /// A test compares it with the header's constant.
  static final int ABI_VERSION = 1;

  private static final byte[] MAGIC = magic();
  private static final int HEADER_BYTES = 16 + 4 + 4 + 8;
  private static final int DIGEST_BYTES = 8;

  private LibraryIdentity() {}

  /// Computes the identity of a library for the facade of a package.
  ///
  /// @throws UnknownIdentityException when there is no entry, a damaged one, or one of another
  ///   version of the binary interface
  static String of(byte[] library, String javaPackage) throws UnknownIdentityException {
    SortedSet<byte[]> entries = entries(library);
    if (entries.isEmpty()) {
      throw new UnknownIdentityException(
          "has no manifest entry, so it was not built with the Rust crate arrays; add the crate and"
              + " #[arrays::export] a function");
    }
    MessageDigest digest = sha256();
    digest.update(javaPackage.getBytes(StandardCharsets.UTF_8));
    entries.forEach(digest::update);
    return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
  }

  /// Linkers may keep several copies of an entry, and a library for two processors has two.
  private static SortedSet<byte[]> entries(byte[] library) throws UnknownIdentityException {
    SortedSet<byte[]> entries = new TreeSet<>(Arrays::compareUnsigned);
    ByteBuffer bytes = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at <= library.length - HEADER_BYTES; at++) {
      if (library[at] != MAGIC[0]
          || !Arrays.equals(library, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        continue;
      }
      int version = bytes.getInt(at + 16);
      if (version != ABI_VERSION) {
        throw new UnknownIdentityException(
            "speaks version "
                + Integer.toUnsignedString(version)
                + " of the binary interface, this dev.arrays speaks version "
                + ABI_VERSION
                + "; use the Rust crate arrays and the Java module dev.arrays of one release");
      }
      int start = at + HEADER_BYTES;
      int length = bytes.getInt(at + 20);
      if (length < 0 || length > library.length - start) {
        throw new UnknownIdentityException(
            "is damaged: it ends within its manifest entry at byte " + at + "; build it again");
      }
      byte[] json = Arrays.copyOfRange(library, start, start + length);
      if (fnv1a(json) != bytes.getLong(at + 24)) {
        throw new UnknownIdentityException(
            "is damaged: the checksum of its manifest entry at byte "
                + at
                + " does not match; build it again");
      }
      entries.add(json);
    }
    return entries;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static long fnv1a(byte[] bytes) {
    long hash = 0xcbf2_9ce4_8422_2325L;
    for (byte b : bytes) {
      hash = (hash ^ Byte.toUnsignedLong(b)) * 0x0000_0100_0000_01b3L;
    }
    return hash;
  }

  /// Assembled here, so that this class file does not hold the magic itself.
  private static byte[] magic() {
    byte[] magic = "?arrays-manifest".getBytes(StandardCharsets.US_ASCII);
    magic[0] = (byte) 0xFF;
    return magic;
  }

  /// A library without an identity; the message goes on after the library's name.
  static final class UnknownIdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownIdentityException(String message) {
      super(message);
    }
  }
}
