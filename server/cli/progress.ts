import { MultiBar } from 'cli-progress';
import type { WorkerNotice } from '../protocol/worker.ts';
import { printable } from './paint.ts';
import type { Terminal } from './terminal.ts';
import { say } from '../text/say.ts';

type ProgressNotice = Extract<WorkerNotice, { type: 'progress' }>;

/** Shows how far a run is. */
export interface ProgressView {
  update(notice: ProgressNotice): void;
  /** A line for people. */
  message(text: string): void;
  /** Nothing moves any more. */
  end(): void;
}

/** A bar for somebody who watches, lines for a log, nothing beside JSON. */
export function progressView(terminal: Terminal): ProgressView {
  if (terminal.json) return { update: () => undefined, message: () => undefined, end: () => undefined };
  return terminal.interactive ? barView(terminal.errorStream) : lineView(terminal);
}

function barView(stream: NodeJS.WriteStream): ProgressView {
  const bars = new MultiBar({
    stream,
    // What matters most first: a narrow terminal cuts the end.
    format: say` {bar} {percentage} % | {eta_formatted} left | {activity}{loss} | step {value} of {total}{pace}`,
    formatTime: duration,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    barsize: 24,
    fps: 8,
    hideCursor: true,
    etaBuffer: 200,
    gracefulExit: false,
  });
  let bar: ReturnType<MultiBar['create']> | null = null;
  return {
    update({ progress: { step, steps, activity }, loss, stepMs }) {
      const words = {
        activity,
        loss: loss === null ? '' : say` | loss ${loss.toPrecision(3)}`,
        pace:
          stepMs === null || loss === null ? '' : say` | ${stepMs.toFixed(stepMs < 10 ? 1 : 0)} ms a step`,
      };
      bar ??= bars.create(steps, step, words);
      bar.setTotal(steps);
      bar.update(step, words);
    },
    message: (text) => bars.log(`${printable(text)}\n`),
    end() {
      bars.update();
      bars.stop();
    },
  };
}

/** `1:05:00`, `2:30`, `45 s`; `?` while nothing is known. */
function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const two = (count: number): string => String(Math.floor(count)).padStart(2, '0');
  const clock = `${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)}:${clock}`;
  return seconds >= 60 ? clock.replace(/^0/, '') : `${Math.floor(seconds)} s`;
}

/** A line when something else begins, and at every tenth of the run. */
function lineView(terminal: Terminal): ProgressView {
  let [tenth, before] = [-1, ''];
  return {
    update({ progress: { step, steps, activity }, loss }) {
      const now = Math.floor((10 * step) / Math.max(1, steps));
      if (now === tenth && activity === before) return;
      [tenth, before] = [now, activity];
      const value = loss === null ? '' : say`, loss ${loss.toPrecision(4)}`;
      terminal.say(say`step ${step} of ${steps}: ${activity}${value}`);
    },
    message: (text) => terminal.say(text),
    end: () => undefined,
  };
}
