extension ChatPage {
    /// `{{title}}`, `{{version}}` and `{{session}}` are filled in; everything else is fixed.
    static let document = #"""
        <!doctype html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <meta name="viewport"
          content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
        <meta name="theme-color" content="#0b5a4a">
        <meta name="format-detection" content="telephone=no">
        <title>{{title}} · 邻里</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/chat/style.css?v={{version}}">
        <script src="/chat/app.js?v={{version}}" defer></script>
        </head>
        <body data-session="{{session}}">
        <header>
        <h1>{{title}}</h1>
        <p id="state" role="status">正在连接…</p>
        </header>
        <main id="view" tabindex="-1">
        <section class="welcome">
        <p class="hello">您好，这里是邻里服务。</p>
        <p>家里东西坏了、想查积分、约见接访，用平常的话写下来就行，我们会一件一件办。</p>
        <p class="urgent">起火、漏气、有人受伤：请先打 <strong>119</strong>、<strong>120</strong>，再告诉我们。</p>
        </section>
        <div id="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="对话"></div>
        <noscript><p class="urgent">这个页面需要打开浏览器的 JavaScript。也可以直接到物业服务中心办理。</p></noscript>
        </main>
        <button id="newer" type="button" hidden>有新消息，点这里看</button>
        <footer>
        <div id="chips" role="group" aria-label="常办的事">
        <button type="button">报修</button>
        <button type="button">查积分</button>
        <button type="button">兑换</button>
        <button type="button">预约接访</button>
        <button type="button">转人工</button>
        </div>
        <form id="form" autocomplete="off">
        <label for="text" class="unseen">写下您要办的事</label>
        <textarea id="text" rows="1" maxlength="2000" enterkeyhint="send" placeholder="写下您要办的事"></textarea>
        <button id="send" type="submit">发送</button>
        </form>
        </footer>
        </body>
        </html>

        """#
}
