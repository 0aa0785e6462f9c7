import type { Disagreement, Disagreements } from '../../server/protocol/training.ts';
import { bars, labelMark, mostLikely } from '../charts/bars.ts';
import { picture } from '../charts/picture.ts';
import { chooser } from '../controls/index.ts';
import { element } from '../dom.ts';
import { scrollingTable } from './data-table.ts';
import type { Context, Part } from './context.ts';
import type { Shown } from './shown.ts';
import { failureOf } from './failures.ts';
import { Latest } from './latest.ts';
import { emptiness, notice } from './notice.ts';

/** The samples on which a student and its teacher differ most. */
export function samplesTab(context: Context): Part {
  const { text, numbers, host } = context;
  const place = element('div', { class: 'frame' });
  let shown: Shown | null = null;
  let all: readonly Disagreements[] = [];
  let drawn: Disagreements | null = null;
  /** Step of an evaluation that was chosen; null: the newest. */
  let chosen: number | null = null;

  const evaluation = chooser(text.samples.evaluation, (value) => {
    chosen = value === '' ? null : Number(value);
    draw();
  });
  const legend = element('p', { class: 'next line' }, labelMark(), text.samples.mark);
  const controls = element('div', { class: 'controls' }, evaluation.element, legend);

  const draw = (): void => {
    const own = all.filter(({ seed, stage }) => seed === shown?.job.seed && stage === shown.stage.name);
    const newest = own.at(-1);
    const now = own.find(({ step }) => step === chosen) ?? newest;
    if (now === undefined || newest === undefined) {
      drawn = null;
      place.replaceChildren(emptiness(text.empty.noSamples, text.empty.noSamplesNext));
      return;
    }
    const first = (shown?.job.from ?? 1) - 1;
    evaluation.set(
      [
        {
          value: '',
          label: text.header.newest(text.samples.atStep(numbers.whole(newest.step - first), newest.data)),
        },
        ...own.toReversed().map(({ step, data }) => ({
          value: String(step),
          label: text.samples.atStep(numbers.whole(step - first), data),
        })),
      ],
      now === newest && chosen === null ? '' : String(now.step),
    );
    if (drawn === now) return;
    drawn = now;
    legend.hidden = now.samples.every(({ label }) => label === null);
    put(samplesTable(now.samples, context));
  };

  /** The controls stay, and who reads the table goes on in the next one. */
  const put = (table: HTMLElement): void => {
    const before = controls.parentElement === place ? controls.nextElementSibling : null;
    const focused = before !== null && before === document.activeElement;
    if (before === null) place.replaceChildren(controls, table);
    else before.replaceWith(table);
    if (focused) table.focus();
  };

  const reading = new Latest(
    async (signal) => {
      all = await host.request('disagreements', null, signal);
      draw();
    },
    (error) => {
      const { message, next } = failureOf(error, text);
      drawn = null;
      place.replaceChildren(notice({ kind: 'error', title: text.failure.title, text: `${message} ${next}` }));
    },
  );

  return {
    element: element('div', { class: 'tab samples' }, element('h2', {}, text.samples.title), place),
    setActive: (active) => void (reading.active = active),
    show(now) {
      if (shown !== null && shown.job.from !== now.job.from) chosen = null;
      shown = now;
      reading.want();
    },
    viewChanged: () => undefined,
    themeChanged: () => undefined,
  };
}

function samplesTable(samples: readonly Disagreement[], { text, numbers }: Context): HTMLElement {
  const columns = [
    text.samples.sample,
    text.samples.image,
    text.samples.label,
    text.samples.teacher,
    text.samples.student,
    text.samples.divergence,
  ];
  const distribution = (name: 'teacher' | 'student', { label, classes, ...sample }: Disagreement) => {
    const shares = sample[name];
    const best = mostLikely(shares);
    const most =
      best < 0 ? '–' : text.samples.most(classes?.[best] ?? best, numbers.percent(shares[best] ?? null));
    // Of many classes only the likeliest are known.
    const right = label === null || classes === null ? label : classes.indexOf(label);
    const description = text.samples.distribution(text.samples[name], most);
    return element(
      'td',
      {},
      bars({ shares, label: right === -1 ? null : right, description }, name),
      element('div', { class: 'most', 'aria-hidden': 'true' }, most),
    );
  };
  return scrollingTable(
    { label: text.samples.title, columns, tall: true },
    samples.map((each) => {
      const { sample, label, divergence, image } = each;
      return [
        element('th', { scope: 'row' }, numbers.whole(sample)),
        element('td', {}, image === null ? '–' : picture(image, text.samples.imageOf(sample))),
        element('td', {}, label === null ? '–' : String(label)),
        distribution('teacher', each),
        distribution('student', each),
        element('td', {}, numbers.short(divergence)),
      ];
    }),
  );
}
