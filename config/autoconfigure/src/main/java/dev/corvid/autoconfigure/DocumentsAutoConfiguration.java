package dev.corvid.autoconfigure;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.inference.onnx.BgeSmallEmbedder;
import dev.corvid.retrieval.documents.FolderSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/// The documents that `corvid.documents.folders` names, searched by words, and by meaning where
/// there is an embedder: add `corvid-inference-onnx` for one, or declare a bean.
@AutoConfiguration
@EnableConfigurationProperties(CorvidProperties.class)
public final class DocumentsAutoConfiguration {
  /// An embedder on the class path is opened when a question is asked.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(BgeSmallEmbedder.class)
  static final class Onnx {
    @Bean(destroyMethod = "close")
    @Lazy
    @ConditionalOnMissingBean
    TextEmbedder corvidTextEmbedder() {
      return BgeSmallEmbedder.open(Runtime.getRuntime().availableProcessors());
    }
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean(Retriever.class)
  @Conditional(OnDocumentFolders.class)
  DocumentLibrary corvidDocuments(
      CorvidProperties properties, CorvidFolders folders, ObjectProvider<TextEmbedder> embedder) {
    SpringAiModule.requireIf(
        properties.springAi().useEmbeddingModel(), "corvid.spring-ai.use-embedding-model");
    CorvidProperties.Documents documents = properties.documents();
    FolderSource source = FolderSource.of(documents.folders());
    Path index =
        documents.index() == null
            ? folders.cache().resolve("indexes").resolve(name(documents.folders()))
            : documents.index();
    return new DocumentLibrary(
        index, source, () -> Optional.ofNullable(embedder.getIfAvailable()), documents.refresh());
  }

  /// The same for the same folders in any order.
  private static String name(List<Path> folders) {
    TreeSet<String> paths = new TreeSet<>();
    folders.forEach(folder -> paths.add(folder.toAbsolutePath().normalize().toString()));
    return "app-%08x".formatted(paths.hashCode());
  }

  @Bean
  @ConditionalOnBean(DocumentLibrary.class)
  @ConditionalOnBooleanProperty("corvid.documents.index-at-start")
  ApplicationRunner corvidDocumentsAtStart(DocumentLibrary documents) {
    return arguments -> documents.update();
  }
}
