package dev.corvid.inference.internal.template;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Executes the statements of a template once.
final class Interpreter {
  /// How a list of statements ended.
  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private final Limits limits = new Limits();
  private final Evaluator evaluator = new Evaluator(limits);
  private final Scope globals = new Scope(null);
  private int line = 1;

  Interpreter(LocalDateTime now) {
    Globals.define(globals, now, limits);
  }

  Text render(List<Statement> statements, Map<String, Object> context) {
    Scope scope = new Scope(globals);
    context.forEach(scope::set);
    TextBuilder out = new TextBuilder();
    try {
      run(statements, scope, out);
    } catch (TemplateException e) {
      String problem = String.valueOf(e.getMessage());
      String message = e.raised() ? problem : "line " + line + ": " + problem;
      throw new TemplateException(message, e.raised());
    } catch (ArithmeticException e) {
      throw new TemplateException("line " + line + ": a number is out of range");
    }
    return out.build();
  }

  private Flow run(List<Statement> statements, Scope scope, TextBuilder out) {
    limits.enter();
    Flow flow = runAll(statements, scope, out);
    limits.leave();
    return flow;
  }

  private Flow runAll(List<Statement> statements, Scope scope, TextBuilder out) {
    for (Statement statement : statements) {
      limits.step();
      line = statement.line();
      Flow flow = run(statement, scope, out);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow run(Statement statement, Scope scope, TextBuilder out) {
    switch (statement) {
      case Statement.Write write -> write(write.text(), out);
      case Statement.Output output ->
          write(Printer.string(evaluator.evaluate(output.value(), scope)), out);
      case Statement.If branch -> {
        boolean taken = Values.truth(evaluator.evaluate(branch.condition(), scope));
        return run(taken ? branch.then() : branch.otherwise(), scope, out);
      }
      case Statement.For loop -> {
        return loop(loop, scope, out);
      }
      case Statement.Set set ->
          assign(set.targets(), evaluator.evaluate(set.value(), scope), scope);
      case Statement.SetAttribute set -> setAttribute(set, scope);
      case Statement.SetBlock block -> {
        TextBuilder inner = new TextBuilder();
        run(block.body(), scope, inner);
        scope.set(block.target(), inner.build());
      }
      case Statement.Macro macro -> scope.set(macro.name(), macro(macro, scope));
      case Statement.Group group -> {
        return run(group.body(), scope, out);
      }
      case Statement.Break ignored -> {
        return Flow.BREAK;
      }
      case Statement.Continue ignored -> {
        return Flow.CONTINUE;
      }
    }
    return Flow.ON;
  }

  private void write(Text text, TextBuilder out) {
    limits.made(text.length());
    out.append(text);
  }

  private void setAttribute(Statement.SetAttribute set, Scope scope) {
    if (!(scope.find(set.namespace()) instanceof Namespace namespace)) {
      throw new TemplateException("'" + set.namespace() + "' must be a namespace");
    }
    namespace.values().put(set.name(), evaluator.evaluate(set.value(), scope));
  }

  private Flow loop(Statement.For loop, Scope scope, TextBuilder out) {
    List<Object> items = filtered(loop, scope);
    for (int i = 0; i < items.size(); i++) {
      limits.step();
      Scope inner = new Scope(scope);
      inner.set("loop", loopVariable(items, i));
      assign(loop.targets(), items.get(i), inner);
      if (run(loop.body(), inner, out) == Flow.BREAK) {
        break;
      }
    }
    return items.isEmpty() ? run(loop.otherwise(), scope, out) : Flow.ON;
  }

  private List<Object> filtered(Statement.For loop, Scope scope) {
    List<Object> items = Values.items(evaluator.evaluate(loop.items(), scope));
    limits.listed(items.size());
    if (loop.filter() == null) {
      return items;
    }
    List<Object> kept = new ArrayList<>();
    for (Object item : items) {
      Scope inner = new Scope(scope);
      assign(loop.targets(), item, inner);
      if (Values.truth(evaluator.evaluate(loop.filter(), inner))) {
        kept.add(item);
      }
    }
    return kept;
  }

  private static Map<String, Object> loopVariable(List<Object> items, int i) {
    Map<String, Object> loop = new LinkedHashMap<>();
    long index = i;
    long length = items.size();
    loop.put("index", index + 1);
    loop.put("index0", index);
    loop.put("revindex", length - index);
    loop.put("revindex0", length - index - 1);
    loop.put("first", i == 0);
    loop.put("last", index == length - 1);
    loop.put("length", length);
    if (i > 0) {
      loop.put("previtem", items.get(i - 1));
    }
    if (index < length - 1) {
      loop.put("nextitem", items.get(i + 1));
    }
    return loop;
  }

  private static void assign(List<String> targets, Object value, Scope scope) {
    if (targets.size() == 1) {
      scope.set(targets.getFirst(), value);
      return;
    }
    List<Object> values = Values.items(value);
    if (values.size() != targets.size()) {
      throw new TemplateException(
          "cannot unpack %d values into %d names".formatted(values.size(), targets.size()));
    }
    for (int i = 0; i < targets.size(); i++) {
      scope.set(targets.get(i), values.get(i));
    }
  }

  private Callable macro(Statement.Macro macro, Scope defining) {
    return (positional, named) -> {
      Scope scope = new Scope(defining);
      bind(macro, positional, named, scope);
      TextBuilder out = new TextBuilder();
      int callLine = line;
      run(macro.body(), scope, out);
      line = callLine;
      return out.build();
    };
  }

  private void bind(
      Statement.Macro macro, List<Object> positional, Map<String, Object> named, Scope scope) {
    if (positional.size() > macro.parameters().size()) {
      throw new TemplateException(
          "macro '%s' takes at most %d arguments, has %d"
              .formatted(macro.name(), macro.parameters().size(), positional.size()));
    }
    for (int i = 0; i < macro.parameters().size(); i++) {
      String parameter = macro.parameters().get(i);
      Expression fallback = macro.defaults().get(parameter);
      if (i < positional.size()) {
        scope.set(parameter, positional.get(i));
      } else if (named.containsKey(parameter)) {
        scope.set(parameter, named.get(parameter));
      } else if (fallback != null) {
        scope.set(parameter, evaluator.evaluate(fallback, scope));
      } else {
        scope.set(parameter, new None.Undefined(parameter));
      }
    }
  }
}
