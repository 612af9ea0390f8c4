package dev.corvid.retrieval.documents;

import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.DocumentException.Reason;
import dev.corvid.retrieval.SourceDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/// PDF: the text page by page, as PDFBox reads it off the drawing operators. Pictures of text are
/// not read.
final class PdfParser implements DocumentParser {
  private static final long MEMORY = 64L << 20;
  private static final long TEMPORARY = 1L << 30;

  @Override
  public SourceDocument parse(Path file, Limits limits) {
    String name = file.toString();
    var memory = MemoryUsageSetting.setupMixed(MEMORY, TEMPORARY);
    try (PDDocument pdf = Loader.loadPDF(file.toFile(), memory.streamCache)) {
      return extract(name, pdf, limits);
    } catch (InvalidPasswordException e) {
      throw new DocumentException(
          Reason.ENCRYPTED, name, "it is encrypted", "Save a copy without a password.");
    } catch (PageText.LimitReached e) {
      throw new DocumentException(
          Reason.TOO_LARGE, name, e.reached(), "Split it into smaller files.");
    } catch (IOException | RuntimeException e) {
      throw asBroken(name, e);
    }
  }

  private static DocumentException asBroken(String name, Exception e) {
    // PDFBox answers hostile files with whatever its code ran into.
    return e instanceof DocumentException known
        ? known
        : new DocumentException(
            Reason.BROKEN,
            name,
            "a damaged PDF: " + Objects.requireNonNullElse(e.getMessage(), e.toString()),
            "Open it in a viewer and save it anew.");
  }

  private static SourceDocument extract(String name, PDDocument pdf, Limits limits)
      throws IOException {
    int pages = pdf.getNumberOfPages();
    List<String> notes = new ArrayList<>();
    if (pages > limits.pages()) {
      notes.add("only the first %,d of %,d pages were read".formatted(limits.pages(), pages));
    }
    var text = new StringBuilder();
    List<Integer> starts = new ArrayList<>();
    var stripper = new PageText(limits);
    for (int page = 1; page <= Math.min(pages, limits.pages()); page++) {
      starts.add(text.length());
      text.append(stripper.page(pdf, page).stripTrailing()).append('\n');
      if (text.length() > limits.textLength()) {
        notes.add("only the first %,d of %,d pages were read".formatted(page, pages));
        break;
      }
    }
    if (text.toString().isBlank()) {
      throw new DocumentException(
          Reason.UNSUPPORTED,
          name,
          "it holds no text, only pictures perhaps",
          "Run a text recognition over it first.");
    }
    return new SourceDocument(
        name, title(pdf), text.toString(), List.of(), starts, List.of(), notes);
  }

  private static String title(PDDocument pdf) {
    String title = pdf.getDocumentInformation().getTitle();
    return title == null ? "" : title.strip();
  }
}
