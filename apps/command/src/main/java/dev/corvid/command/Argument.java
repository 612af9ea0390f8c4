package dev.corvid.command;

/// A positional argument of a [Command].
///
/// @param name what the help calls it
/// @param description one line for the help
/// @param required whether at least one must be given
/// @param repeatable whether it takes all that follow
public record Argument(String name, String description, boolean required, boolean repeatable) {
  public static Argument required(String name, String description) {
    return new Argument(name, description, true, false);
  }

  public static Argument optional(String name, String description) {
    return new Argument(name, description, false, false);
  }

  /// One or more of the same kind.
  public static Argument many(String name, String description) {
    return new Argument(name, description, true, true);
  }

  String usage() {
    String shown = repeatable ? name + "…" : name;
    return required ? shown : "[" + shown + "]";
  }
}
