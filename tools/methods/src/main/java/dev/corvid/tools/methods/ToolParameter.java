package dev.corvid.tools.methods;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Tells a model about a parameter of a [CorvidTool]. One whose type is [java.util.Optional] may be
/// left out, all others must be given.
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolParameter {
  /// What the parameter means.
  String value() default "";

  /// Its name, if it is not that of the method's parameter.
  String name() default "";
}
