// A trace of Chromium in which a task takes the time it used the processor, not the time in which it also waited for other
// programs to leave the processor. On a machine that does other work the two are far apart.

import Trace from "lighthouse/core/gather/gatherers/trace.js";

// Durations and times of a trace are microseconds. `dur` is time by the clock, `tdur` time of the thread.
const isTask = ({ name, dur, tdur }) => name.endsWith("RunTask") && tdur < dur;
const thread = ({ pid, tid }) => `${pid}:${tid}`;

/** Shortens each task to its processor time, and what happens within it by the same factor. */
function shorten(events) {
  const tasks = Map.groupBy(events.filter(isTask).toSorted((a, b) => a.ts - b.ts), thread);
  // The first task of a thread that ends after an event is the only one that may enclose it.
  const enclosing = (event) => {
    const own = tasks.get(thread(event)) ?? [];
    let [low, high] = [0, own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (own[middle].ts + own[middle].dur < event.ts + (event.dur ?? 0)) low = middle + 1;
      else high = middle;
    }
    return own[low]?.ts <= event.ts ? own[low] : undefined;
  };
  return events.map((event) => {
    const task = enclosing(event);
    if (!task) return event;
    const factor = task.tdur / task.dur;
    const shorter = { ...event, ts: task.ts + (event.ts - task.ts) * factor };
    if (event.dur !== undefined) shorter.dur = event.dur * factor;
    return shorter;
  });
}

export class ProcessorTimeTrace extends Trace {
  getArtifact() {
    const trace = super.getArtifact();
    return { ...trace, traceEvents: shorten(trace.traceEvents) };
  }
}
