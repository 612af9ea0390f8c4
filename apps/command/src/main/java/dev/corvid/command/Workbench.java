package dev.corvid.command;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.inference.LocalLanguageModel;
import dev.corvid.inference.ModelSettings;
import dev.corvid.inference.catalog.CatalogModel;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.onnx.BgeSmallEmbedder;
import dev.corvid.retrieval.TextIndexes;
import java.nio.file.Files;
import java.nio.file.Path;

/// The parts as the global options want them: folders, models, embedder. What it opens belongs to
/// the caller. Thread-safe.
public final class Workbench {
  private static final String FONT_CACHE = "pdfbox.fontcache";

  private final Invocation invocation;
  private final Console console;
  private final CorvidFolders folders;
  private final ModelStore store;
  private final Configuration configuration;
  private final ModelServers servers;

  public Workbench(Invocation invocation, Console console) {
    this.invocation = invocation;
    this.console = console;
    this.folders = CorvidFolders.of(System.getenv());
    this.configuration =
        Configuration.of(
            ConfigurationFile.read(folders.config().resolve("corvid.yaml")),
            System.getenv(),
            console::note);
    keepFontCache(folders.cache());
    this.store =
        new ModelStore(
            folders.models(),
            invocation.isSet(GlobalOptions.OFFLINE)
                ? ModelStore.Network.OFFLINE
                : ModelStore.Network.HUB_AND_PACKAGE_INDEX);
    this.servers =
        new ModelServers(configuration, store.catalog(), invocation.isSet(GlobalOptions.OFFLINE));
  }

  /// PDFBox remembers the machine's fonts in the home folder unless it is given another one that
  /// exists; what can be made again belongs into the cache.
  private static void keepFontCache(Path cache) {
    if (System.getProperty(FONT_CACHE) == null && Files.isDirectory(cache)) {
      System.setProperty(FONT_CACHE, cache.toString());
    }
  }

  public CorvidFolders folders() {
    return folders;
  }

  public Configuration configuration() {
    return configuration;
  }

  public Apis apis() {
    return new Apis(configuration, invocation.isSet(GlobalOptions.OFFLINE));
  }

  public ModelStore store() {
    return store;
  }

  public int threads() {
    return invocation
        .value(GlobalOptions.THREADS)
        .orElseGet(() -> ModelSettings.defaults().threads());
  }

  /// The model that `--model` or the configuration chooses.
  public ModelChoice model() {
    return invocation
        .value(GlobalOptions.MODEL)
        .map(this::model)
        .or(servers::configured)
        .orElseGet(
            () ->
                new ModelChoice.Local(
                    configuration
                        .value("corvid.model.path")
                        .or(() -> configuration.value("corvid.model.name"))
                        .orElseGet(() -> store.catalog().defaultModel().name())));
  }

  /// The model that a word names, as `--model` takes it.
  public ModelChoice model(String word) {
    return ModelChoice.isUrl(word) ? servers.named(word) : new ModelChoice.Local(word);
  }

  /// The name of the model that `--model` chooses, as results show it.
  public String modelName() {
    return model().label();
  }

  /// The file of the model that `--model` chooses, pulled first if it is not there.
  ///
  /// @throws UsageException if there is no such file, or the model is behind a server
  /// @throws dev.corvid.inference.catalog.ModelException if it cannot be had
  public Path modelFile() {
    return switch (model()) {
      case ModelChoice.Local(String nameOrFile) -> modelFile(nameOrFile);
      case ModelChoice.Remote _ -> throw noFile();
    };
  }

  private static UsageException noFile() {
    return new UsageException(
        "This needs a model on this machine; a model behind a server has no file here.",
        "Name a model of the catalogue or a file: --model NAME|FILE.gguf.");
  }

  /// The file of a catalogue model, pulled first if it is not there, or a file of the user's own.
  public Path modelFile(String nameOrFile) {
    return isFile(nameOrFile) ? ownFile(nameOrFile) : pull(store.catalog().require(nameOrFile));
  }

  /// Download a model unless it is there, with notes and progress.
  public Path pull(CatalogModel model) {
    try (PullProgress progress = new PullProgress(console, model.name())) {
      return store.pull(model, progress);
    }
  }

  /// Open the language model that `--model` chooses.
  ///
  /// @throws dev.corvid.inference.InferenceException if the file is no model that Corvid runs
  /// @throws dev.corvid.inference.remote.RemoteException if the server does not answer
  public LanguageModel languageModel() {
    return languageModel(model(), ModelSettings.defaults().contextLength());
  }

  /// Open a language model; whatever opens one does it here.
  ///
  /// @param contextLength of a model on this machine; that of a server's is configured
  public LanguageModel languageModel(ModelChoice choice, int contextLength) {
    return invocation.held().model(choice).orElseGet(() -> opened(choice, contextLength));
  }

  /// Open a model, whatever is open already.
  public LanguageModel opened(ModelChoice choice, int contextLength) {
    return switch (choice) {
      case ModelChoice.Local(String nameOrFile) ->
          LocalLanguageModel.open(
              modelFile(nameOrFile),
              ModelSettings.defaults().withThreads(threads()).withContextLength(contextLength));
      case ModelChoice.Remote remote -> servers.open(remote);
    };
  }

  /// Whether a model can be opened without a download.
  public boolean isModelPresent(ModelChoice choice) {
    return switch (choice) {
      case ModelChoice.Local(String nameOrFile) ->
          isFile(nameOrFile) || store.present(store.catalog().require(nameOrFile));
      case ModelChoice.Remote _ -> true;
    };
  }

  /// Open the embedder of the default index.
  public TextEmbedder embedder() {
    return invocation.held().embedder().orElseGet(() -> BgeSmallEmbedder.open(threads()));
  }

  /// Open the memory of runs, which lies in the data folder: it cannot be made again.
  ///
  /// @throws dev.corvid.retrieval.IndexException if something else is in its place
  public IndexedEpisodicMemory memory() {
    return new IndexedEpisodicMemory(TextIndexes.open(folders.data().resolve("memory")));
  }

  /// Whether the text names a file rather than a model of the catalogue.
  public static boolean isFile(String nameOrFile) {
    return nameOrFile.endsWith(".gguf") || nameOrFile.contains("/") || nameOrFile.contains("\\");
  }

  /// A model file of the user's own.
  ///
  /// @throws UsageException if there is none, or the name is a server's
  public static Path ownFile(String name) {
    if (ModelChoice.isUrl(name)) {
      throw noFile();
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "No model file '" + name + "'.",
          "Check the path, or name a model of the catalogue: 'corvid model list'.");
    }
    return file;
  }
}
