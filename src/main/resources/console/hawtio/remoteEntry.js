// The Artemis tab of hawtio: the broker in this process, its queues and what waits in them. hawtio 5 takes plugins as
// Module Federation containers; this one is written by hand, so that the engine needs no JavaScript build.
// Bodies are not shown: the engine's JMX policy refuses them to every role.
"use strict";

window.tributaryArtemis = (() => {
  const BROKER = "org.apache.activemq.artemis:broker=*";
  const QUEUES = BROKER + ",component=addresses,address=*,subcomponent=queues,routing-type=*,queue=*";
  const ATTRIBUTES = ["Name", "Address", "RoutingType", "Durable", "Paused", "MessageCount", "DeliveringCount",
    "ConsumerCount", "MessagesAdded", "MessagesAcknowledged", "MessagesKilled"];
  const EVERY = 5000;
  let shared = {};

  async function part(name) {
    const versions = shared[name];
    if (!versions) throw new Error("hawtio does not share " + name);
    const factory = await Object.values(versions)[0].get();
    const module = factory();
    return module.default && !module.createElement && !module.hawtio ? module.default : module;
  }

  async function jolokia(requests) {
    const answer = await fetch(location.origin + new URL("jolokia", document.baseURI).pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(requests),
    });
    if (!answer.ok) throw new Error("the engine answered " + answer.status);
    return answer.json();
  }

  async function read() {
    const [broker, queues] = await jolokia([
      { type: "read", mbean: BROKER, attribute: ["Name", "Version", "Uptime", "ConnectionCount", "TotalMessageCount", "DiskStoreUsage"] },
      { type: "read", mbean: QUEUES, attribute: ATTRIBUTES },
    ]);
    const rows = Object.entries(queues.value || {}).map(([mbean, values]) => ({ mbean, ...values }));
    rows.sort((a, b) => a.Name.localeCompare(b.Name));
    return { broker: Object.values(broker.value || {})[0], rows };
  }

  async function order(mbean, operation) {
    const [answer] = await jolokia([{ type: "exec", mbean, operation }]);
    if (answer.status === 403) return "This needs the role operator.";
    return answer.status === 200 ? "" : "The broker refused: " + (answer.error_type || answer.status);
  }

  function makeTab(React) {
    const h = React.createElement;
    const number = (value) => new Intl.NumberFormat().format(value);
    const right = { textAlign: "right", fontVariantNumeric: "tabular-nums" };

    function Row({ queue, act }) {
      const paused = queue.Paused;
      const cell = (value) => h("td", { className: "pf-v6-c-table__td", style: right }, number(value));
      return h("tr", { className: "pf-v6-c-table__tr" },
        h("th", { className: "pf-v6-c-table__th", scope: "row" }, queue.Name, paused ? " (paused)" : ""),
        h("td", { className: "pf-v6-c-table__td" }, queue.RoutingType.toLowerCase() + (queue.Durable ? ", durable" : "")),
        cell(queue.MessageCount), cell(queue.DeliveringCount), cell(queue.ConsumerCount),
        cell(queue.MessagesAdded), cell(queue.MessagesAcknowledged), cell(queue.MessagesKilled),
        h("td", { className: "pf-v6-c-table__td" },
          h("button", {
            className: "pf-v6-c-button pf-m-secondary pf-m-small",
            type: "button",
            onClick: () => act(queue.mbean, paused ? "resume()" : "pause()"),
          }, paused ? "Resume" : "Pause")));
    }

    return function Artemis() {
      const [state, setState] = React.useState({ rows: [] });
      const [said, setSaid] = React.useState("");
      const refresh = () => read().then(setState, (error) => setSaid(error.message));
      React.useEffect(() => {
        refresh();
        const timer = setInterval(refresh, EVERY);
        return () => clearInterval(timer);
      }, []);
      const act = (mbean, operation) => order(mbean, operation).then((words) => { setSaid(words); return refresh(); });
      const { broker, rows } = state;
      const head = ["Queue", "Kind", "Waiting", "Being delivered", "Consumers", "Added", "Acknowledged", "Killed", ""];
      return h("section", { className: "pf-v6-c-page__main-section", style: { padding: "24px", overflow: "auto" } },
        h("h1", { className: "pf-v6-c-title pf-m-2xl" }, "Artemis"),
        broker ? h("p", null, "Broker " + broker.Name + ", version " + broker.Version + ", up for " + broker.Uptime
          + ", " + number(broker.ConnectionCount) + " connections, " + number(broker.TotalMessageCount) + " messages, disk "
          + Math.round(broker.DiskStoreUsage * 100) + " % used") : null,
        said ? h("p", { role: "alert", style: { fontWeight: 600, padding: "8px 0" } }, said) : null,
        h("table", { className: "pf-v6-c-table pf-m-grid-md pf-m-compact" },
          h("thead", { className: "pf-v6-c-table__thead" }, h("tr", { className: "pf-v6-c-table__tr" },
            head.map((title, i) => h("th", { key: title, className: "pf-v6-c-table__th", scope: "col", style: i > 1 && i < 8 ? right : {} }, title)))),
          h("tbody", { className: "pf-v6-c-table__tbody" }, rows.map((queue) => h(Row, { key: queue.mbean, queue, act })))));
    };
  }

  async function plugin() {
    const [React, hawtioReact] = await Promise.all([part("react"), part("@hawtio/react")]);
    hawtioReact.hawtio.addPlugin({
      id: "artemis",
      title: "Artemis",
      path: "/artemis",
      order: 12,
      component: makeTab(React),
      isActive: async () => {
        const [found] = await jolokia([{ type: "search", mbean: BROKER }]);
        return (found.value || []).length > 0;
      },
    });
  }

  return {
    init: async (scope) => { shared = scope; },
    get: async () => () => ({ plugin }),
  };
})();
