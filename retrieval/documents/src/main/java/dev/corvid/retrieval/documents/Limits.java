package dev.corvid.retrieval.documents;

import java.time.Duration;

/// What one document may cost, so that none can take the whole machine.
///
/// @param fileBytes size of the file
/// @param textLength characters of extracted text
/// @param pages pages of a PDF
/// @param time for parsing a PDF
record Limits(long fileBytes, int textLength, int pages, Duration time) {
  static final Limits DEFAULT = new Limits(256L << 20, 64 << 20, 20_000, Duration.ofMinutes(2));
}
