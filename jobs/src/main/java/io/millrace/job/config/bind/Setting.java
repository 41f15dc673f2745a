package io.millrace.job.config.bind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States a setting's default, bounds and description, as text in the configuration's own syntax. A component that has
 * no default is required, unless it is {@code @Nullable}, a list, a map or a section: those start out null or empty.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** The default, as it would be written in the file; none when left out. */
    String[] value() default {};

    /** The smallest value that is allowed; empty for no bound. */
    String min() default "";

    /** The largest value that is allowed; empty for no bound. */
    String max() default "";

    /** Whether the value may be empty text; where the default is, it may. */
    boolean orEmpty() default false;

    /** What the setting does, in a sentence or two of Markdown. */
    String doc();
}
