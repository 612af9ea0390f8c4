package dev.corvid.retrieval.documents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.DocumentException.Reason;
import dev.corvid.retrieval.SourceDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// Turns a file of one format into a document. Stateless. A file is untrusted: whatever is in it,
/// the result is a document or a [DocumentException].
interface DocumentParser {
  /// How many of a file's first bytes decide its format.
  int HEAD = 4_096;

  SourceDocument parse(Path file, Limits limits) throws IOException;

  /// The parser for a file: content decides over the name where it is unmistakable.
  ///
  /// @param head the file's first [#HEAD] bytes
  /// @throws DocumentException if no parser reads such files
  static DocumentParser of(Path file, byte[] head) {
    String begin = new String(head, ISO_8859_1);
    String extension = extension(file);
    if (begin.isEmpty()) {
      throw new DocumentException(
          Reason.BROKEN, file.toString(), "it is empty", "Fill the file or leave it out.");
    }
    if (begin.substring(0, Math.min(begin.length(), 1_024)).contains("%PDF-")) {
      return pdf(file);
    }
    if (extension.equals("pdf")) {
      throw new DocumentException(
          Reason.BROKEN, file.toString(), "not a PDF: its header is missing", "Get it anew.");
    }
    refuseContainers(file, begin);
    if (Set.of("html", "htm", "xhtml").contains(extension) || looksLikeHtml(begin)) {
      return new HtmlParser();
    }
    return switch (extension) {
      case "md", "markdown", "mdown", "mdx", "qmd", "rmd" -> new MarkdownParser();
      case "adoc", "asciidoc", "asc" -> new AsciidocParser();
      default -> new TextParser();
    };
  }

  /// PDFBox is large, so a program may leave it out.
  private static DocumentParser pdf(Path file) {
    try {
      Class.forName("org.apache.pdfbox.Loader", false, DocumentParser.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new DocumentException(
          Reason.NO_PARSER,
          file.toString(),
          "a PDF, for which dev.corvid:corvid-retrieval-pdf has to be added to the class path",
          "Add dev.corvid:corvid-retrieval-pdf.");
    }
    return new PdfParser();
  }

  private static void refuseContainers(Path file, String begin) {
    if (begin.startsWith("PK\u0003\u0004") || begin.startsWith("\u00D0\u00CF\u0011\u00E0")) {
      throw new DocumentException(
          Reason.UNSUPPORTED,
          file.toString(),
          "an office document or archive; Corvid reads Markdown, text, HTML and PDF",
          "Export it as PDF, HTML or text.");
    }
  }

  private static boolean looksLikeHtml(String begin) {
    String start = begin.stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html") || start.startsWith("<html");
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
