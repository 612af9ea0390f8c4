package dev.corvid.inference.catalog;

import dev.corvid.agent.CorvidException;
import org.jspecify.annotations.Nullable;

/// What goes wrong with models of the catalogue, each with what to do about it.
public abstract sealed class ModelException extends CorvidException {
  private final String code;

  private ModelException(
      Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
    super(kind, message, remedy, cause);
    this.code = code;
  }

  @Override
  public final String code() {
    return code;
  }

  /// No model of that name.
  public static final class Unknown extends ModelException {
    Unknown(String message, String remedy) {
      super(Kind.INPUT, "model-unknown", message, remedy, null);
    }
  }

  /// The model is part of Corvid: there is no file to pull, verify or remove.
  public static final class Bundled extends ModelException {
    Bundled(String name) {
      super(
          Kind.INPUT,
          "model-bundled",
          name + " is part of Corvid and has no file of its own",
          "Use it as it is; `model list` shows which models are files.",
          null);
    }
  }

  /// The model is not on this machine and the network must not be used.
  public static final class Offline extends ModelException {
    Offline(String message, String remedy) {
      super(Kind.FAILED, "model-offline", message, remedy, null);
    }
  }

  /// Every source failed; the message lists each with its reason. Trying again may help.
  public static final class Unavailable extends ModelException {
    Unavailable(String message, String remedy) {
      super(Kind.FAILED, "model-unavailable", message, remedy, null);
    }
  }

  /// The file on the disk is not the model that the catalogue describes.
  public static final class Corrupt extends ModelException {
    Corrupt(String message, String remedy) {
      super(Kind.FAILED, "model-corrupt", message, remedy, null);
    }
  }

  /// Another process or thread is downloading the model.
  public static final class Busy extends ModelException {
    Busy(String name) {
      super(
          Kind.FAILED,
          "model-busy",
          name + " is being downloaded by another process",
          "Wait for it or stop it, then try again.",
          null);
    }
  }

  /// The disk is full, or would be.
  public static final class DiskFull extends ModelException {
    DiskFull(String message, String remedy, @Nullable Throwable cause) {
      super(Kind.FAILED, "model-disk-full", message, remedy, cause);
    }
  }

  /// The folder of models cannot be read or written.
  public static final class Storage extends ModelException {
    Storage(String message, String remedy, Throwable cause) {
      super(Kind.FAILED, "model-storage", message, remedy, cause);
    }
  }

  /// The pulling thread was interrupted; the interrupt flag is set again.
  public static final class Interrupted extends ModelException {
    Interrupted(String name) {
      super(
          Kind.FAILED,
          "model-interrupted",
          "The download of " + name + " was interrupted",
          "Pull it again: the download goes on where it stopped.",
          null);
    }
  }
}
