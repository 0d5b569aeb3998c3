
// The values of one update in all curves, under the pointer or by the arrow keys.
'use strict';
{
  const plots = [...document.querySelectorAll('.curve')].map(figure => {
    const svg = figure.querySelector('svg');
    const [from, to, last] = svg.dataset.x.split(' ').map(Number);
    return {
      svg, from, to, last,
      cursor: svg.querySelector('.cursor'),
      readout: figure.querySelector('.readout'),
      still: figure.querySelector('.readout').innerHTML,
      runs: [...svg.querySelectorAll('.run')].map(run => ({
        style: run.classList[1],
        letter: run.dataset.letter ?? '',
        updates: run.dataset.u.split(',').map(Number),
        values: run.dataset.v.split(','),
      })),
    };
  });
  let current = 1;

  // Of a long run not every update is drawn.
  const nearest = (updates, update) => updates.reduce((best, u, i) =>
    Math.abs(u - update) < Math.abs(updates[best] - update) ? i : best, 0);

  const show = update => {
    current = update;
    for (const plot of plots) {
      const x = plot.from + (update - 1) / (plot.last - 1) * (plot.to - plot.from);
      plot.cursor.setAttribute('x1', x);
      plot.cursor.setAttribute('x2', x);
      plot.cursor.style.visibility = update <= plot.last ? 'visible' : 'hidden';
      plot.readout.textContent = 'update ' + update + ' ';
      for (const run of plot.runs) {
        if (update > run.updates[run.updates.length - 1]) continue;
        const span = document.createElement('span');
        span.className = run.style;
        const letter = document.createElement('b');
        letter.textContent = run.letter;
        span.append(letter, '\u00a0' + run.values[nearest(run.updates, update)].replace('-', '\u2212'));
        plot.readout.append(span);
      }
    }
  };
  const hide = () => {
    for (const plot of plots) {
      plot.cursor.style.visibility = 'hidden';
      plot.readout.innerHTML = plot.still;
    }
  };

  for (const plot of plots) {
    const clamp = update => Math.max(1, Math.min(plot.last, update));
    plot.svg.addEventListener('pointermove', event => {
      const box = plot.svg.getBoundingClientRect();
      const x = (event.clientX - box.left) / box.width * plot.svg.viewBox.baseVal.width;
      show(clamp(Math.round(1 + (x - plot.from) / (plot.to - plot.from) * (plot.last - 1))));
    });
    plot.svg.addEventListener('pointerleave', hide);
    plot.svg.addEventListener('focus', () => plot.readout.setAttribute('aria-live', 'polite'));
    plot.svg.addEventListener('blur', () => { plot.readout.removeAttribute('aria-live'); hide(); });
    plot.svg.addEventListener('keydown', event => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      show(clamp(current + step));
    });
  }
}
