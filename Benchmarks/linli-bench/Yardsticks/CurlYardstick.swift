import CCurl
import LinliModel

/// A bare loop over libcurl's multi handle: as many requests on the wire as the push client has, kept
/// connections, the same body, and nobody who waits, counts or writes down.
final class CurlYardstick {
    private let multi: UnsafeMutableRawPointer
    private var handles: [UnsafeMutableRawPointer] = []
    private var headers: UnsafeMutablePointer<curl_slist>?

    init(url: String) throws {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init() else {
            throw BenchError("libcurl does not start")
        }
        self.multi = multi
        linli_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Limits.pushInFlight)
        headers = curl_slist_append(nil, "content-type: application/json; charset=utf-8")
        headers = curl_slist_append(headers, "Expect:")
        for number in 0..<Limits.pushInFlight {
            guard let easy = curl_easy_init() else { throw BenchError("libcurl has no memory") }
            handles.append(easy)
            prepare(easy, url: "\(url)/cgi-bin/message/custom/send?access_token=1_benchmark", number)
        }
    }

    deinit {
        for easy in handles { curl_easy_cleanup(easy) }
        curl_slist_free_all(headers)
        curl_multi_cleanup(multi)
    }

    private func prepare(_ easy: UnsafeMutableRawPointer, url: String, _ number: Int) {
        let text = String(repeating: "好", count: 80)
        let person = "{\"touser\":\"\(Openid.text(number))\",\"msgtype\":\"text\","
        let body = Array((person + "\"text\":{\"content\":\"\(text)\"}}").utf8)
        linli_easy_set_text(easy, CURLOPT_URL, url)
        linli_easy_set_text(easy, CURLOPT_PROXY, "")
        linli_easy_set_long(easy, CURLOPT_NOSIGNAL, 1)
        linli_easy_set_long(easy, CURLOPT_TCP_NODELAY, 1)
        linli_easy_set_long(easy, CURLOPT_POST, 1)
        linli_easy_set_list(easy, CURLOPT_HTTPHEADER, headers)
        linli_easy_set_receiver(easy, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
        _ = body.withUnsafeBytes { linli_easy_set_body(easy, $0.baseAddress, $0.count) }
    }

    /// Requests answered a second.
    func requestsPerSecond(count: Int) throws -> Double {
        let start = MonotonicTime.now
        var (started, done) = (0, 0)
        for easy in handles {
            curl_multi_add_handle(multi, easy)
            started += 1
        }
        while done < started {
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            var (found, left) = (0, Int32(0))
            while let message = curl_multi_info_read(multi, &left) {
                let ended = message.pointee
                guard ended.msg == CURLMSG_DONE, let easy = ended.easy_handle else { continue }
                guard ended.data.result == CURLE_OK else {
                    throw BenchError("libcurl did not reach the stand-in (\(ended.data.result.rawValue))")
                }
                found += 1
                curl_multi_remove_handle(multi, easy)
                guard started < count else { continue }
                curl_multi_add_handle(multi, easy)
                started += 1
            }
            done += found
            if found == 0 { curl_multi_poll(multi, nil, 0, 100, nil) }
        }
        return Double(done) / MonotonicTime.seconds(from: start, to: MonotonicTime.now)
    }
}
