package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates expressions. It offers templates values and the functions of this package only; there
/// is no way from a value to a Java object's members.
final class Evaluator {
  private final Limits limits;

  Evaluator(Limits limits) {
    this.limits = limits;
  }

  Object evaluate(Expression expression, Scope scope) {
    limits.step();
    limits.enter();
    Object value = value(expression, scope);
    limits.leave();
    if (value instanceof Text text) {
      limits.made(text.length());
    } else if (value instanceof List<?> list) {
      limits.listed(list.size());
    }
    return value;
  }

  private Object value(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Constant c -> c.value();
      case Expression.Name n -> scope.find(n.name());
      case Expression.ListOf l -> all(l.items(), scope);
      case Expression.DictOf d -> dict(d, scope);
      case Expression.Attribute a -> Members.get(evaluate(a.target(), scope), a.name());
      case Expression.Item i -> Members.item(evaluate(i.target(), scope), evaluate(i.key(), scope));
      case Expression.Slice s -> slice(s, scope);
      case Expression.Call c -> call(c, scope);
      case Expression.Filter f ->
          Filters.apply(
              f.name(), evaluate(f.target(), scope), arguments(f.arguments(), scope), limits);
      case Expression.Test t ->
          Conditions.test(t.name(), evaluate(t.target(), scope), all(t.arguments(), scope), limits);
      case Expression.Not n -> !Values.truth(evaluate(n.operand(), scope));
      case Expression.Negative n -> Operators.negate(evaluate(n.operand(), scope));
      case Expression.Binary b -> binary(b, scope);
      case Expression.Comparison c -> comparison(c, scope);
      case Expression.Conditional c -> conditional(c, scope);
    };
  }

  private List<Object> all(List<Expression> expressions, Scope scope) {
    List<Object> values = new ArrayList<>();
    for (Expression expression : expressions) {
      values.add(evaluate(expression, scope));
    }
    return values;
  }

  private Object dict(Expression.DictOf dict, Scope scope) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<Expression, Expression> entry : dict.entries()) {
      String key = Values.text(evaluate(entry.getKey(), scope)).value();
      map.put(key, evaluate(entry.getValue(), scope));
    }
    return map;
  }

  private Object slice(Expression.Slice slice, Scope scope) {
    Object target = evaluate(slice.target(), scope);
    Object start = optional(slice.start(), scope);
    Object stop = optional(slice.stop(), scope);
    Object step = optional(slice.step(), scope);
    return Members.slice(target, start, stop, step);
  }

  private Object optional(@Nullable Expression expression, Scope scope) {
    return expression == null ? None.NONE : evaluate(expression, scope);
  }

  private Arguments arguments(Expression.Arguments arguments, Scope scope) {
    Map<String, Object> named = new LinkedHashMap<>();
    arguments.named().forEach((name, value) -> named.put(name, evaluate(value, scope)));
    return new Arguments(all(arguments.positional(), scope), named);
  }

  private Object call(Expression.Call call, Scope scope) {
    Arguments arguments = arguments(call.arguments(), scope);
    if (call.target() instanceof Expression.Attribute(Expression owner, String name)) {
      Object target = evaluate(owner, scope);
      Object member = Members.get(target, name);
      if (!(member instanceof Callable)) {
        return Methods.call(target, name, arguments, limits);
      }
      return call(member, name, arguments);
    }
    Object function = evaluate(call.target(), scope);
    return call(function, call.target() instanceof Expression.Name(String n) ? n : "it", arguments);
  }

  private static Object call(Object function, String name, Arguments arguments) {
    if (function instanceof Callable callable) {
      return callable.call(arguments.positional(), arguments.named());
    }
    throw new TemplateException(
        "cannot call '%s': it is %s".formatted(name, Values.type(function)));
  }

  private Object binary(Expression.Binary binary, Scope scope) {
    Object left = evaluate(binary.left(), scope);
    return switch (binary.operator()) {
      case "and" -> Values.truth(left) ? evaluate(binary.right(), scope) : left;
      case "or" -> Values.truth(left) ? left : evaluate(binary.right(), scope);
      default -> Operators.apply(binary.operator(), left, evaluate(binary.right(), scope));
    };
  }

  private Object comparison(Expression.Comparison comparison, Scope scope) {
    Object left = evaluate(comparison.first(), scope);
    for (Map.Entry<String, Expression> step : comparison.rest()) {
      Object right = evaluate(step.getValue(), scope);
      if (!Operators.compare(step.getKey(), left, right, limits)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private Object conditional(Expression.Conditional conditional, Scope scope) {
    if (Values.truth(evaluate(conditional.condition(), scope))) {
      return evaluate(conditional.then(), scope);
    }
    Expression otherwise = conditional.otherwise();
    return otherwise == null ? new None.Undefined("if") : evaluate(otherwise, scope);
  }
}
