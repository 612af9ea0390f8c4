package dev.corvid.tools;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/// Where requests may go: where the user said, as typed; where the document says only by `https`
/// and only to the public Internet; nowhere else.
///
/// @param typed named by the user, plain `http` and the own machine included
/// @param declared named by the document
record OriginRules(Set<Origin> typed, Set<Origin> declared) {
  OriginRules {
    typed = Set.copyOf(typed);
    declared = Set.copyOf(declared);
  }

  /// Why a request may not go there, as far as that can be said without asking for the address.
  Optional<String> objection(Origin origin) {
    if (typed.contains(origin)) {
      return Optional.empty();
    }
    if (!declared.contains(origin)) {
      return Optional.of("neither you nor the specification named it");
    }
    if (!origin.scheme().equals("https")) {
      return Optional.of("only the specification names it, and it is not https");
    }
    String host = origin.hostWithoutBrackets();
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return Optional.of("only the specification names it, and it is this machine");
    }
    return isLiteral(host) ? objectionToAddresses(origin) : Optional.empty();
  }

  /// The same just before sending, when the name is resolved and every address of it is looked at.
  /// The JVM remembers them for the connection that follows.
  Optional<String> objectionAtSending(Origin origin) {
    Optional<String> objection = objection(origin);
    return objection.isPresent() || typed.contains(origin)
        ? objection
        : objectionToAddresses(origin);
  }

  boolean isTyped(Origin origin) {
    return typed.contains(origin);
  }

  static SpecificationException refusal(String origin, String why) {
    return new SpecificationException.OriginRefused(
        "Nothing is sent to %s: %s".formatted(origin, why),
        "If it may go there, say so: --allow-origin %s, or --base-url for another server."
            .formatted(origin));
  }

  private static Optional<String> objectionToAddresses(Origin origin) {
    try {
      for (InetAddress address : InetAddress.getAllByName(origin.hostWithoutBrackets())) {
        if (!Addresses.isPublic(address)) {
          return Optional.of(
              "only the specification names it, and its address %s is not public"
                  .formatted(address.getHostAddress()));
        }
      }
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("its name does not resolve");
    }
  }

  /// An address in digits is looked up without asking anybody.
  private static boolean isLiteral(String host) {
    return host.contains(":") || host.matches("[0-9.]+") || host.matches("0[xX][0-9a-fA-F.xX]+");
  }
}
