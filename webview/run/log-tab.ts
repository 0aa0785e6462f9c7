import { toggle } from '../controls/index.ts';
import { element, setLines } from '../dom.ts';
import type { Context, Part } from './context.ts';
import { failureOf } from './failures.ts';
import { Latest } from './latest.ts';
import { addPiece, type LogText } from './log-text.ts';

/** The end of the training process's log, which follows until one scrolls back. */
export function logTab({ text, host }: Context): Part {
  const lines = element('pre', {
    class: 'log',
    tabindex: 0,
    role: 'region',
    'aria-label': text.log.title,
  });
  let log: LogText = { text: '', next: null };
  let follows = true;
  const follow = toggle(text.log.follow, follows, (pressed) => {
    follows = pressed;
    scroll();
  });
  const scroll = (): void => {
    if (follows) lines.scrollTop = lines.scrollHeight;
  };
  lines.addEventListener('scroll', () => {
    follows = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 8;
    follow.set(follows);
  });
  const reading = new Latest(
    async (signal) => {
      log = addPiece(log, await host.request('log', { from: log.next }, signal));
      setLines(lines, log.text === '' ? text.empty.noLog : log.text);
      scroll();
    },
    (error) => {
      const { message, next } = failureOf(error, text);
      setLines(lines, `${text.failure.title} ${message} ${next}`);
      log = { text: '', next: null };
    },
  );
  return {
    element: element(
      'div',
      { class: 'tab' },
      element('div', { class: 'bar' }, element('h2', {}, text.log.title), follow.element),
      lines,
    ),
    setActive: (active) => void (reading.active = active),
    show: () => reading.want(),
    viewChanged: () => undefined,
    themeChanged: () => undefined,
  };
}
