'use strict';
// Plain script: what is here is what the browser runs. Asks every two seconds; a failed ask is shown and tried again.

const byId = (id) => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

async function ask(path) {
  const answer = await fetch(path);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error || answer.statusText);
  return body.data === undefined ? body : body.data;
}

function count(targets) {
  const counts = { up: 0, down: 0, unknown: 0 };
  for (const target of targets) counts[target.health]++;
  return counts;
}

function showMembers(members, targets) {
  byId('members').replaceChildren(...members.map((member) => {
    const own = targets.filter((target) => target.owner === member.address);
    const counts = count(own);
    const card = element('article', 'member');
    card.append(element('div', 'address', member.address));
    for (const role of [...member.roles].sort()) card.append(element('span', 'role', role));
    card.append(element('div', 'state', `${member.reachable ? member.status : 'unreachable'} · ${own.length} targets`));
    const bar = element('div', 'bar');
    bar.title = `${counts.up} up, ${counts.down} down, ${counts.unknown} not scraped yet`;
    for (const health of ['up', 'down', 'unknown']) {
      const part = element('span', health);
      part.style.flexGrow = counts[health];
      bar.append(part);
    }
    card.append(bar);
    return card;
  }));
}

function ago(time) {
  if (time.startsWith('0001')) return 'never';
  const seconds = (Date.now() - Date.parse(time)) / 1000;
  return seconds < 120 ? `${Math.max(0, seconds).toFixed(0)} s ago` : `${(seconds / 60).toFixed(0)} min ago`;
}

function row(target) {
  const made = element('tr');
  made.dataset.health = target.health;
  const health = element('td');
  health.append(element('span', `dot ${target.health}`), target.health);
  const what = element('td');
  const labels = Object.entries(target.labels).map(([name, value]) => `${name}="${value}"`).join(', ');
  what.append(element('div', 'pool', target.scrapePool), element('div', 'url', target.scrapeUrl), element('div', 'labels', labels));
  if (target.lastError) what.append(element('div', 'error', target.lastError));
  made.append(
    health, what, element('td', '', target.owner),
    element('td', 'number', target.dataid === null ? '–' : String(target.dataid)),
    element('td', 'number', ago(target.lastScrape)),
    element('td', 'number', `${(target.lastScrapeDuration * 1000).toFixed(1)} ms`),
    element('td', 'number', String(target.samples)),
    element('td', 'number', String(target.missed)));
  return made;
}

function showTargets(targets) {
  const wanted = byId('filter').value.toLowerCase();
  const onlyBad = byId('only-bad').checked;
  byId('targets').replaceChildren(...targets
    .filter((target) => !onlyBad || target.health !== 'up')
    .filter((target) => !wanted || JSON.stringify(target).toLowerCase().includes(wanted))
    .map(row));
}

function showOperator(state) {
  const wrong = [...state.rejected, ...state.problems];
  byId('rejected-section').hidden = wrong.length === 0;
  byId('rejected').replaceChildren(...wrong.map((each) =>
    element('li', '', `${each.kind} ${each.namespace ? each.namespace + '/' : ''}${each.name}: ${each.reason}`)));
}

let known = [];

async function refresh() {
  const summary = byId('summary');
  try {
    const [members, targets] = await Promise.all([ask('/api/v1/members'), ask('/api/v1/targets')]);
    known = targets.activeTargets;
    const counts = count(known);
    showMembers(members, known);
    showTargets(known);
    summary.className = counts.down ? 'problem' : '';
    summary.textContent = `${members.length} members, ${known.length} targets: ${counts.up} up, ${counts.down} down, ${counts.unknown} not scraped yet`;
    if (targets.silentMembers.length) summary.textContent += `; no answer from ${targets.silentMembers.join(', ')}`;
    if (targets.truncated) summary.textContent += '; there are more targets';
    showOperator(await ask('/api/v1/operator'));
  } catch (failure) {
    summary.className = 'problem';
    summary.textContent = `no answer: ${failure.message}`;
  } finally {
    setTimeout(refresh, 2000);
  }
}

for (const control of ['filter', 'only-bad']) byId(control).addEventListener('input', () => showTargets(known));
refresh();
