// Reads the same REST that scripts read. Text goes in by textContent only: nothing a feed sends becomes markup.
"use strict";

const EVERY = 5000;
const number = new Intl.NumberFormat();
const byId = (id) => document.getElementById(id);

function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name === "label") made.dataset.label = value;
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

async function ask(path) {
  // the origin without name and password, should they stand in the address bar
  const answer = await fetch(location.origin + path, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail || path + " answered " + answer.status);
  }
  return answer.json();
}

function ago(time, now) {
  if (!time) return "never";
  const seconds = Math.max(0, Math.round((now - new Date(time)) / 1000));
  if (seconds < 2) return "just now";
  if (seconds < 90) return seconds + " s ago";
  if (seconds < 5400) return Math.round(seconds / 60) + " min ago";
  if (seconds < 129600) return Math.round(seconds / 3600) + " h ago";
  return Math.round(seconds / 86400) + " days ago";
}

function duration(from, to) {
  return ago(from, new Date(to)).replace(" ago", "").replace("just now", "a moment");
}

function dot() {
  return element("span", { className: "dot" });
}

function reasons(counts) {
  const text = Object.entries(counts || {})
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => reason.toLowerCase().replaceAll("_", " ") + " " + number.format(count))
    .join(", ");
  return text ? element("small", { textContent: text }) : null;
}

function count(label, value, kind, why) {
  const look = value === 0 ? "zero" : kind;
  return element("td", { className: "number " + look, label }, number.format(value), why ? reasons(why) : null);
}

const CONDITION = {
  "listening": ["up", "listening"],
  "without-port": ["up", "by HTTP and file"],
  "stopped": ["degraded", "stopped"],
  "failed": ["down", "not listening"],
  "removed": ["unknown", "no longer configured"],
  "well": ["up", "works"],
  "failing": ["degraded", "fails, is tried again"],
};

function condition(name) {
  const [look, words] = CONDITION[name] || ["unknown", name];
  return element("span", { className: "tag " + look }, dot(), words);
}

function feedRow(feed, now) {
  const edge = [feed.address, feed.connections > 0 ? feed.connections + " connected" : null].filter(Boolean).join(", ");
  const queuedSince = feed.oldestQueuedAt ? element("small", { textContent: "oldest " + duration(feed.oldestQueuedAt, now) }) : null;
  const queued = count("Queued", feed.queued, "");
  if (queuedSince) queued.append(queuedSince);
  const failed = { ...feed.reasons.failed };
  for (const [reason, refused] of Object.entries(feed.reasons.refused || {})) failed[reason] = (failed[reason] || 0) + refused;
  return element("tr", {},
    element("th", { scope: "row" }, feed.feed,
      element("small", {}, condition(feed.condition)),
      edge ? element("small", { textContent: edge }) : null,
      feed.balanced ? null : element("span", { className: "unbalanced", textContent: "does not balance" })),
    count("Received", feed.received, ""),
    count("Processed", feed.processed, ""),
    count("Filtered", feed.filtered, "", feed.reasons.filtered),
    queued,
    count("Held", feed.held, "waits", feed.reasons.held),
    count("Failed", feed.failed, "wrong", failed),
    element("td", { className: "wide", label: "Last message" }, ago(feed.lastReceivedAt, now)));
}

function subscriberRow(subscriber, now) {
  return element("tr", {},
    element("th", { scope: "row" }, subscriber.subscriber),
    subscriber.depth === undefined
      ? element("td", { className: "number zero", label: "Waiting" }, "?")
      : count("Waiting", subscriber.depth, subscriber.condition === "well" ? "" : "waits"),
    subscriber.dead === undefined
      ? element("td", { className: "number zero", label: "Refused" }, "?")
      : count("Refused", subscriber.dead, "wrong"),
    element("td", { className: "wide", label: "Delivery" }, condition(subscriber.condition),
      subscriber.lastDeliveredAt ? element("small", { textContent: "last " + ago(subscriber.lastDeliveredAt, now) }) : null),
    element("td", { className: "wide", label: "Target" }, subscriber.target));
}

const WHOLE = { up: "All is well", degraded: "Works, with a part missing", down: "Something is down", out_of_service: "Out of service" };
const PART = { diskSpace: "disk" };

function showStatus(status) {
  const whole = byId("whole");
  whole.className = "whole " + status.status;
  whole.querySelector(".word").textContent = WHOLE[status.status] || status.status;
  byId("about").textContent = [status.version, "up for " + duration(status.startedAt, status.now), "signed in as " + status.user]
    .filter(Boolean).join(" · ");
  byId("parts").replaceChildren(...Object.entries(status.parts).map(([name, state]) =>
    element("li", { className: state }, dot(), element("b", { textContent: PART[name] || name }),
      element("span", { className: "word", textContent: state.replaceAll("_", " ") }))));
  byId("facts").replaceChildren(...status.facts.flatMap((fact) => [
    element("dt", { textContent: fact.label }), element("dd", { textContent: fact.value })]));
}

function showRows(id, rows) {
  byId(id).replaceChildren(...rows);
  const section = byId(id).closest("section");
  section.querySelector("table").hidden = rows.length === 0;
  section.querySelector(".empty").hidden = rows.length > 0;
}

function showTrouble(message) {
  const trouble = byId("trouble");
  trouble.hidden = !message;
  trouble.textContent = message || "";
}

async function read() {
  const answers = await Promise.allSettled([ask("/api/status"), ask("/api/feeds"), ask("/api/subscribers")]);
  const [status, feeds, subscribers] = answers;
  const now = status.status === "fulfilled" ? new Date(status.value.now) : new Date();
  if (status.status === "fulfilled") showStatus(status.value);
  if (feeds.status === "fulfilled") showRows("feed-rows", feeds.value.map((feed) => feedRow(feed, now)));
  if (subscribers.status === "fulfilled") showRows("subscriber-rows", subscribers.value.map((one) => subscriberRow(one, now)));
  const failed = answers.find((answer) => answer.status === "rejected");
  showTrouble(failed ? (failed.reason instanceof TypeError ? "The engine does not answer. This page tries again." : failed.reason.message) : "");
  if (failed && status.status === "rejected") {
    byId("whole").className = "whole down";
    byId("whole").querySelector(".word").textContent = "No answer";
  }
  byId("read").textContent = "Last " + new Date().toLocaleTimeString() + ".";
}

async function keepReading() {
  try {
    if (!document.hidden) await read();
  } finally {
    setTimeout(keepReading, EVERY);
  }
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) read(); });
keepReading();
