/* Tabs: what one tab does the others see. */
const tabs = new BroadcastChannel(`cha-chat-${desk.key}`);

export const tellTabs = (news) => tabs.postMessage(news);

tabs.onmessage = ({ data: { kind, name, data, talk } }) => {
  if (kind === "live") liveHear(name, data);
  if (kind === "rows") rows();
  if (kind === "came") enter(talk).catch(() => {});
  if (kind === "forget") forgotten();
};
