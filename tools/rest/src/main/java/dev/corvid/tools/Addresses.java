package dev.corvid.tools;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Tells the addresses of the public Internet from those of special use (IANA's registries for IPv4
/// and IPv6, RFC 6890): what a document names must not reach into the user's own network.
final class Addresses {
  private static final List<Block> SPECIAL_V4 =
      List.of(
          v4("0.0.0.0", 8), // this network
          v4("10.0.0.0", 8), // private
          v4("100.64.0.0", 10), // carrier-grade NAT
          v4("127.0.0.0", 8), // loopback
          v4("169.254.0.0", 16), // link-local, among it the metadata services of clouds
          v4("172.16.0.0", 12), // private
          v4("192.0.0.0", 24), // protocol assignments
          v4("192.0.2.0", 24), // documentation
          v4("192.88.99.0", 24), // 6to4 relays
          v4("192.168.0.0", 16), // private
          v4("198.18.0.0", 15), // benchmarks
          v4("198.51.100.0", 24), // documentation
          v4("203.0.113.0", 24), // documentation
          v4("224.0.0.0", 4), // multicast
          v4("240.0.0.0", 4)); // reserved, and broadcast

  /// Of IPv6 only this block is the public Internet …
  private static final Block GLOBAL_V6 = v6("20000000000000000000000000000000", 3);

  /// … without these.
  private static final List<Block> SPECIAL_V6 =
      List.of(
          v6("20010000000000000000000000000000", 23), // protocol assignments, among them Teredo
          v6("20010db8000000000000000000000000", 32), // documentation
          v6("20020000000000000000000000000000", 16), // 6to4: wraps any IPv4 address
          v6("3fff0000000000000000000000000000", 20)); // documentation

  private static final Block MAPPED_V4 = v6("00000000000000000000ffff00000000", 96);
  private static final Block NAT64 = v6("0064ff9b000000000000000000000000", 96);

  private Addresses() {}

  private record Block(byte[] prefix, int bits) {
    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      int mask = 0xff << (8 - bits % 8) & 0xff;
      return Arrays.equals(address, 0, whole, prefix, 0, whole)
          && (bits % 8 == 0 || ((address[whole] ^ prefix[whole]) & mask) == 0);
    }
  }

  static boolean isPublic(InetAddress address) {
    return isPublic(address.getAddress());
  }

  /// @param address 4 or 16 bytes
  static boolean isPublic(byte[] address) {
    if (address.length == 4) {
      return SPECIAL_V4.stream().noneMatch(block -> block.holds(address));
    }
    if (MAPPED_V4.holds(address) || NAT64.holds(address)) {
      return isPublic(Arrays.copyOfRange(address, 12, 16));
    }
    return GLOBAL_V6.holds(address) && SPECIAL_V6.stream().noneMatch(block -> block.holds(address));
  }

  private static Block v4(String address, int bits) {
    byte[] bytes = new byte[4];
    String[] parts = address.split("\\.");
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return new Block(bytes, bits);
  }

  private static Block v6(String hexadecimal, int bits) {
    return new Block(HexFormat.of().parseHex(hexadecimal), bits);
  }
}
