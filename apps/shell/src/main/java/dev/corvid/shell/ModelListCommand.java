package dev.corvid.shell;

import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.inference.catalog.CatalogModel;
import dev.corvid.inference.catalog.ModelStore;
import java.util.List;
import java.util.Map;

/// `model list`: the catalogue, and what of it is on the disk.
final class ModelListCommand implements Command {
  @Override
  public String name() {
    return "model list";
  }

  @Override
  public String summary() {
    return "List the models Corvid knows";
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    ModelStore store = new Workbench(invocation, console).store();
    List<CatalogModel> models = store.catalog().models();
    StringBuilder text = new StringBuilder();
    for (CatalogModel model : models) {
      text.append(
          "%-22s %9s  %-10s  %-8s %s%s%n"
              .formatted(
                  model.name(),
                  Console.bytes(model.bytes()),
                  model.licence(),
                  state(store, model),
                  model.purpose(),
                  model.equals(store.catalog().defaultModel()) ? " (default)" : ""));
    }
    return new Result(
        Json.object("models", models.stream().map(m -> json(store, m)).toList()), text.toString());
  }

  private static String state(ModelStore store, CatalogModel model) {
    if (model.bundled()) {
      return "bundled";
    }
    return store.present(model) ? "present" : "–";
  }

  static Map<String, Object> json(ModelStore store, CatalogModel model) {
    return Json.object(
        "name",
        model.name(),
        "bytes",
        model.bytes(),
        "sha256",
        model.sha256(),
        "licence",
        model.licence(),
        "present",
        store.present(model),
        "purpose",
        model.purpose());
  }
}
