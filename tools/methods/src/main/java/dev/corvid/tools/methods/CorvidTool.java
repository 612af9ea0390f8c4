package dev.corvid.tools.methods;

import dev.corvid.agent.Effect;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method that an agent may call. Its parameters need their names: compile with `-parameters`, or
/// name them by [ToolParameter].
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CorvidTool {
  /// What the method does, as the model reads it.
  String description();

  /// The tool's name; that of the method if it is empty.
  String name() default "";

  /// Whether it changes something: a call that does is asked about first.
  Effect effect() default Effect.WRITE;
}
