extension ChatPage {
    /// Own messages live in the browser's memory of this session until the page is done with them; replies
    /// come from the stream. A message keeps its id through every try, so trying again is always safe.
    static let scriptText = #"""
        "use strict";
        (function () {
          const session = document.body.dataset.session;
          const memory = "linli-chat-" + session;
          const kept = 200, quiet = 40000, patience = 15000;
          const by = (id) => document.getElementById(id);
          const log = by("log"), view = by("view"), field = by("text");
          const state = by("state"), newer = by("newer");
          const entries = new Map();
          let offset = 0, source = null, heard = 0, last = 0, failures = 0, waking = null;

          // Memory: own messages and the draft. A browser may refuse it; the chat works without.
          let memo = { own: [], draft: "" };
          try {
            memo = Object.assign(memo, JSON.parse(localStorage.getItem(memory) || "{}"));
          } catch (error) { /* A broken memory is an empty one. */ }
          function remember() {
            memo.own = memo.own.slice(-kept);
            try {
              localStorage.setItem(memory, JSON.stringify(memo));
            } catch (error) { /* Full or forbidden. */ }
          }

          // Time: that of the estate, as the replies tell it, whatever zone the device is set to.
          const zone = 8 * 3600 * 1000;
          const now = () => Date.now() + offset;
          const there = (at) => new Date(at + zone);
          const two = (number) => String(number).padStart(2, "0");
          function clock(at) {
            const time = there(at);
            return two(time.getUTCHours()) + ":" + two(time.getUTCMinutes());
          }
          function day(at) {
            const time = there(at), today = there(now());
            if (time.toISOString().slice(0, 10) === today.toISOString().slice(0, 10)) { return "今天"; }
            return (time.getUTCMonth() + 1) + "月" + time.getUTCDate() + "日";
          }

          // The log, in order of time; a line with the day where a new one begins.
          function make(tag, name, text) {
            const element = document.createElement(tag);
            if (name) { element.className = name; }
            if (text) { element.textContent = text; }
            return element;
          }
          function place(entry) {
            let next = log.lastElementChild;
            while (next && Number(next.dataset.at) > entry.at) { next = next.previousElementSibling; }
            if (next) { next.after(entry.element); } else { log.prepend(entry.element); }
            const before = entry.element.previousElementSibling;
            if (!before || day(Number(before.dataset.at)) !== day(entry.at)) {
              const mark = make("div", "day", day(entry.at));
              mark.dataset.at = entry.at;
              entry.element.before(mark);
            }
          }
          function atEnd() { return view.scrollHeight - view.scrollTop - view.clientHeight < 120; }
          function toEnd() { view.scrollTop = view.scrollHeight; newer.hidden = true; }

          // Answers to press: only under the last entry, because they answer nothing else.
          function answers(words) {
            const row = make("div", "answers");
            row.setAttribute("role", "group");
            row.setAttribute("aria-label", "可以直接选");
            for (const word of words) {
              const button = make("button", "", word);
              button.type = "button";
              button.addEventListener("click", () => say(word));
              row.append(button);
            }
            return row;
          }
          function show(kind, id, text, at, words) {
            const key = kind + id;
            if (entries.has(key)) { return entries.get(key); }
            const element = make("div", "entry " + kind);
            element.dataset.at = at;
            element.append(make("span", "unseen", kind === "own" ? "您说：" : "邻里答复："), make("p", "", text));
            const entry = { element: element, at: at, note: make("div", "note", clock(at)) };
            element.append(entry.note);
            if (words && words.length) { element.append(answers(words)); }
            entries.set(key, entry);
            const follow = atEnd() || kind === "own";
            place(entry);
            if (follow) { toEnd(); } else { newer.hidden = false; }
            return entry;
          }

          // Own messages: 发送中 → 已发送, or 发送失败 with a button.
          function mark(message) {
            const entry = show("own", message.id, message.text, message.at);
            entry.note.replaceChildren();
            if (message.state === "failed") {
              const again = make("button", "again", "发送失败，点此重试");
              again.type = "button";
              again.addEventListener("click", () => send(message));
              entry.note.append(again);
            } else {
              entry.note.textContent = (message.state === "sent" ? "已发送 " : "发送中… ") + clock(message.at);
            }
          }
          async function send(message) {
            message.state = "sending";
            mark(message);
            remember();
            const stop = new AbortController();
            const timer = setTimeout(() => stop.abort(), patience);
            try {
              const answer = await fetch("/chat/messages", {
                method: "POST", headers: { "Content-Type": "application/json" }, credentials: "same-origin",
                body: JSON.stringify({ id: message.id, text: message.text }), signal: stop.signal
              });
              if (answer.status === 401) { return expired(message); }
              message.state = answer.ok ? "sent" : "failed";
            } catch (error) {
              message.state = "failed";
            } finally {
              clearTimeout(timer);
            }
            mark(message);
            remember();
          }
          // The session is gone: keep the words as a draft and begin anew.
          function expired(message) {
            try {
              sessionStorage.setItem("linli-draft", message.text);
            } catch (error) { /* Then it is lost. */ }
            location.reload();
          }
          function identifier() {
            const bytes = crypto.getRandomValues(new Uint8Array(16));
            return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
          }
          function say(text) {
            if (!text.trim()) { return; }
            const message = { id: identifier(), text: text, at: now(), state: "sending" };
            memo.own.push(message);
            send(message);
          }

          // Replies.
          function connected(good) {
            state.className = good ? "good" : "";
            state.textContent = good ? "已连接" : "正在重新连接…";
          }
          function listen() {
            clearTimeout(waking);
            if (source) { source.close(); }
            heard = Date.now();
            source = new EventSource("/chat/events?after=" + last);
            source.addEventListener("beat", (event) => {
              heard = Date.now();
              failures = 0;
              offset = Number(event.data) - Date.now();
              connected(true);
              resend();
            });
            source.addEventListener("reply", (event) => {
              heard = Date.now();
              const reply = JSON.parse(event.data);
              last = Math.max(last, reply.id);
              show("reply", reply.id, reply.text, reply.at, reply.buttons);
            });
            source.onerror = () => {
              connected(false);
              // A closed source does not come back by itself (503, or the session is gone).
              if (source.readyState === EventSource.CLOSED) {
                failures += 1;
                const pause = Math.min(30000, 1000 * 2 ** failures);
                waking = setTimeout(listen, pause * (0.5 + Math.random() / 2));
              }
            };
          }
          // What was under way when the page was left, or failed while there was no connection.
          let resent = false;
          function resend() {
            if (resent) { return; }
            resent = true;
            memo.own.filter((message) => message.state !== "sent").forEach(send);
          }
          setInterval(() => {
            if (Date.now() - heard > quiet) { connected(false); listen(); }
          }, 5000);
          window.addEventListener("online", listen);
          window.addEventListener("offline", () => { resent = false; connected(false); });
          document.addEventListener("visibilitychange", () => {
            if (!document.hidden && Date.now() - heard > quiet) { listen(); }
          });

          // The field.
          function fit() {
            field.style.height = "auto";
            field.style.height = Math.min(field.scrollHeight + 4, 190) + "px";
          }
          function submit() {
            say(field.value);
            field.value = "";
            memo.draft = "";
            remember();
            fit();
            field.focus();
          }
          field.addEventListener("input", () => { memo.draft = field.value; remember(); fit(); });
          field.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              submit();
            }
          });
          by("form").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
          by("chips").addEventListener("click", (event) => {
            const chip = event.target.closest("button");
            if (chip) { say(chip.textContent); }
          });
          newer.addEventListener("click", toEnd);
          view.addEventListener("scroll", () => { if (atEnd()) { newer.hidden = true; } });

          try {
            memo.draft = sessionStorage.getItem("linli-draft") || memo.draft;
            sessionStorage.removeItem("linli-draft");
          } catch (error) { /* No draft then. */ }
          field.value = memo.draft;
          fit();
          memo.own.forEach(mark);
          listen();
        })();

        """#
}
