package dev.corvid.retrieval;

import java.util.Objects;

/// Thrown when a document cannot be read or parsed. Codes begin with `document-`.
public final class DocumentException extends RetrievalException {
  private final Reason reason;
  private final String detail;

  /// Why a document is no use.
  public enum Reason {
    /// It is not there.
    MISSING("document-missing"),
    /// It is there but cannot be read now: permissions, a broken disk.
    UNREADABLE("document-unreadable"),
    /// It is not text and no format Corvid knows.
    UNSUPPORTED("document-unsupported"),
    /// Its format is known, and what reads it was left out of this program.
    NO_PARSER("document-no-parser"),
    /// It claims a format that its bytes do not keep.
    BROKEN("document-broken"),
    /// It needs a password.
    ENCRYPTED("document-encrypted"),
    /// It is larger than the limits for one document.
    TOO_LARGE("document-too-large");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /// Whether trying again without a change of the document may help.
    boolean passing() {
      return this == MISSING || this == UNREADABLE || this == NO_PARSER;
    }
  }

  /// @param name the document
  /// @param detail why, in a few words, without the name
  /// @param remedy what the user can do about it, one sentence
  public DocumentException(Reason reason, String name, String detail, String remedy) {
    super(Kind.INPUT, name + ": " + detail, remedy, null);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.detail = Objects.requireNonNull(detail, "detail");
  }

  public Reason reason() {
    return reason;
  }

  /// Why, in a few words, without the document's name.
  public String detail() {
    return detail;
  }

  @Override
  public String code() {
    return reason.code;
  }
}
