package example

import java.time.Instant

/** Tells the time. */
interface Clock {
    fun now(): Instant
    fun zone(): String
}

class Stopwatch(private val clock: Clock) {
    private var started: Instant? = null

    fun start() {
        check(started == null) { "it runs already" }
        started = clock.now()
    }

    companion object {
        fun running(clock: Clock): Stopwatch {
            return Stopwatch(clock).also { it.start() }
        }
    }
}
