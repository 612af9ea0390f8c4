package dev.corvid.retrieval.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/// Writes small PDFs for tests.
final class Pdfs {
  private Pdfs() {}

  static byte[] of(String title, List<String> pages) throws IOException {
    try (var pdf = new PDDocument()) {
      write(pdf, title, pages);
      return bytes(pdf);
    }
  }

  static byte[] encrypted(String password) throws IOException {
    try (var pdf = new PDDocument()) {
      write(pdf, "Secret", List.of("nobody may read this"));
      var policy = new StandardProtectionPolicy("owner", password, new AccessPermission());
      policy.setEncryptionKeyLength(128);
      pdf.protect(policy);
      return bytes(pdf);
    }
  }

  private static void write(PDDocument pdf, String title, List<String> pages) throws IOException {
    pdf.getDocumentInformation().setTitle(title);
    for (String text : pages) {
      var page = new PDPage();
      pdf.addPage(page);
      try (var content = new PDPageContentStream(pdf, page)) {
        content.beginText();
        content.setFont(new PDType1Font(FontName.HELVETICA), 12);
        content.newLineAtOffset(72, 700);
        content.showText(text);
        content.endText();
      }
    }
  }

  private static byte[] bytes(PDDocument pdf) throws IOException {
    var bytes = new ByteArrayOutputStream();
    pdf.save(bytes);
    return bytes.toByteArray();
  }
}
