package dev.corvid.retrieval.documents;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/// Reads the text of single pages, with a blank line between paragraphs, and stops at the limits.
final class PageText extends PDFTextStripper {
  private final Limits limits;
  private final long start = System.nanoTime();

  /// Thrown inside PDFBox to end the reading of a document that costs too much.
  static final class LimitReached extends RuntimeException {
    private final String reached;

    LimitReached(String reached) {
      super(reached);
      this.reached = reached;
    }

    String reached() {
      return reached;
    }
  }

  PageText(Limits limits) throws IOException {
    this.limits = limits;
    setLineSeparator("\n");
    setParagraphEnd("\n");
    setPageEnd("");
    setArticleEnd("");
  }

  /// @param number from 1
  String page(PDDocument pdf, int number) throws IOException {
    setStartPage(number);
    setEndPage(number);
    return getText(pdf);
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    if (System.nanoTime() - start > limits.time().toNanos()) {
      throw new LimitReached("not read after %,d s".formatted(limits.time().toSeconds()));
    }
    super.processOperator(operator, operands);
  }
}
