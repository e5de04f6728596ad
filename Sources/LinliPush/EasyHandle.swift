import CCurl
import Glibc
import LinliModel

/// One easy handle of libcurl with its lasting options. It serves one transfer at a time and many in a
/// row: making a handle costs more than a request on a kept connection.
final class EasyHandle {
    let easy: UnsafeMutableRawPointer
    private(set) var transfer: Transfer?
    private(set) var mayBePrivate = false
    private let responseBytes: Int
    private var headers: UnsafeMutablePointer<curl_slist>?

    /// Nil when libcurl has no memory or lacks an option that a promise rests on.
    init?(configuration: PushConfiguration) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        responseBytes = configuration.responseBytes
        guard setLasting(configuration) else { return nil }
    }

    deinit {
        curl_slist_free_all(headers)
        curl_easy_cleanup(easy)
    }

    private func setLasting(_ configuration: PushConfiguration) -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        var codes = [
            linli_easy_limit_protocols(easy),
            linli_easy_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
            linli_easy_set_long(easy, CURLOPT_NOSIGNAL, 1),
            linli_easy_set_long(easy, CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue)),
            // Empty: no proxy, whatever the environment says. Nor does it say what goes around one.
            linli_easy_set_text(easy, CURLOPT_PROXY, configuration.proxy ?? ""),
            linli_easy_set_text(easy, CURLOPT_NOPROXY, ""),
            linli_easy_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
            linli_easy_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
            linli_easy_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            linli_easy_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
            linli_easy_set_long(easy, CURLOPT_PIPEWAIT, 1),
            linli_easy_set_long(easy, CURLOPT_TCP_NODELAY, 1),
            linli_easy_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1),
            // Servers close idle connections after a minute or so; a request on one that is about to
            // be closed has an unknown outcome. Half of that keeps clear of it.
            linli_easy_set_long(easy, CURLOPT_MAXAGE_CONN, 30),
            linli_easy_set_long(
                easy, CURLOPT_CONNECTTIMEOUT_MS, Int(configuration.connectTimeout.milliseconds)),
            linli_easy_set_long(easy, CURLOPT_TIMEOUT_MS, Int(configuration.totalTimeout.milliseconds)),
            linli_easy_set_text(easy, CURLOPT_USERAGENT, "linli"),
            linli_easy_set_receiver(easy, CURLOPT_WRITEFUNCTION, receiveBody),
            linli_easy_set_pointer(easy, CURLOPT_WRITEDATA, context),
            linli_easy_set_receiver(easy, CURLOPT_HEADERFUNCTION, receiveHead),
            linli_easy_set_pointer(easy, CURLOPT_HEADERDATA, context),
            linli_easy_set_socket_opener(easy, openSocket),
            linli_easy_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context),
            linli_easy_set_request_guard(easy, guardRequest),
            linli_easy_set_pointer(easy, CURLOPT_PREREQDATA, context),
        ]
        if let file = configuration.certificateAuthorities {
            codes.append(linli_easy_set_text(easy, CURLOPT_CAINFO, file))
        }
        return codes.allSatisfy { $0 == CURLE_OK }
    }

    /// Sets what is the request's own. False when it holds bytes that no request may hold.
    func load(_ transfer: Transfer, mayBePrivate: Bool) -> Bool {
        self.transfer = transfer
        self.mayBePrivate = mayBePrivate
        let request = transfer.request
        guard setHeaders(request), linli_easy_set_text(easy, CURLOPT_URL, request.url) == CURLE_OK,
            linli_easy_set_list(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK
        else { return false }
        switch request.method {
        case .get:
            return linli_easy_set_long(easy, CURLOPT_HTTPGET, 1) == CURLE_OK
        case .post:
            guard linli_easy_set_long(easy, CURLOPT_POST, 1) == CURLE_OK else { return false }
            return request.body.withUnsafeBytes {
                linli_easy_set_body(easy, $0.baseAddress, $0.count) == CURLE_OK
            }
        }
    }

    /// A line break in a header would start a header, or a request, of somebody else's choice.
    private func setHeaders(_ request: PushRequest) -> Bool {
        // Without this libcurl asks for leave before a long body and waits a second for it.
        guard append("Expect:") else { return false }
        var namesItsType = false
        for header in request.headers {
            let isName = header.name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A }
            let isValue = header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
            guard isName, isValue, !header.name.isEmpty else { return false }
            // libcurl's own way to send a header without a value.
            let line = header.value.isEmpty ? header.name + ";" : header.name + ": " + header.value
            guard append(line) else { return false }
            namesItsType = namesItsType || Self.isContentType(header.name)
        }
        // libcurl would call every body a form.
        return namesItsType || request.method == .get || append("Content-Type:")
    }

    private func append(_ line: String) -> Bool {
        guard let longer = curl_slist_append(headers, line) else { return false }
        headers = longer
        return true
    }

    private static func isContentType(_ name: String) -> Bool {
        name.utf8.count == 12 && name.utf8.elementsEqual("content-type".utf8) { $0 | 0x20 == $1 }
    }

    func unload() {
        linli_easy_set_list(easy, CURLOPT_HTTPHEADER, nil)
        curl_slist_free_all(headers)
        headers = nil
        transfer = nil
    }

    /// True while the platform cannot have seen anything of the request.
    var wroteNothing: Bool {
        var bytes = 0
        return linli_easy_get_long(easy, CURLINFO_REQUEST_SIZE, &bytes) == CURLE_OK && bytes == 0
    }

    /// What libcurl's code and the bytes that came add up to.
    func answer(_ code: CURLcode) -> Transfer.Answer {
        guard let transfer else { return .failure(PushFailure(.notSent, "no transfer")) }
        if transfer.isTooLong {
            let most = transfer.request.answerBytes ?? responseBytes
            return .failure(PushFailure(.responseTooLong, "the answer exceeds \(most) bytes"))
        }
        guard code == CURLE_OK else { return .failure(failure(code, transfer)) }
        guard transfer.head.isComplete else {
            return .failure(PushFailure(.unknownOutcome, "the connection was cut in the answer's head"))
        }
        var status = 0
        linli_easy_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return .success(PushResponse(status: status, headers: transfer.head.headers, body: transfer.body))
    }

    private func failure(_ code: CURLcode, _ transfer: Transfer) -> PushFailure {
        let reason = "curl \(code.rawValue): \(String(cString: curl_easy_strerror(code)))"
        if transfer.starts > 1 {
            return PushFailure(.unknownOutcome, "the kept connection broke while the request was written")
        }
        guard wroteNothing else { return PushFailure(.unknownOutcome, reason) }
        if transfer.metForbiddenAddress {
            return PushFailure(.forbiddenAddress, "the host resolves to a private address")
        }
        return PushFailure(.notSent, reason)
    }

    fileprivate func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let transfer else { return false }
        let most = transfer.request.answerBytes ?? responseBytes
        guard transfer.body.count + bytes.count <= most else {
            transfer.isTooLong = true
            return false
        }
        transfer.body.append(contentsOf: bytes)
        return true
    }

    fileprivate func takeHead(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let transfer else { return false }
        transfer.head.take(line)
        guard transfer.head.bytes <= responseBytes else {
            transfer.isTooLong = true
            return false
        }
        return true
    }

    fileprivate func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 16
        let isAllowed =
            mayBePrivate
            || PeerAddress.isPublic(
                UnsafeRawPointer(address) + offset, family: address.pointee.family,
                count: Int(address.pointee.addrlen))
        guard isAllowed else {
            transfer?.metForbiddenAddress = true
            return CURL_SOCKET_BAD
        }
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, kind, address.pointee.protocol)
    }

    /// libcurl writes a request again by itself when a kept connection dies before the first byte of the
    /// answer. Whether the platform has read the first one is unknown, so there is no second one.
    fileprivate func mayWrite() -> Bool {
        transfer?.starts += 1
        return transfer?.starts == 1
    }
}

private func handle(_ context: UnsafeMutableRawPointer?) -> EasyHandle? {
    context.map { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue() }
}

private let receiveBody: curl_write_callback = { bytes, size, count, context in
    let taken = handle(context)?.takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? false
    return taken ? size * count : 0
}

private let receiveHead: curl_write_callback = { bytes, size, count, context in
    let taken = handle(context)?.takeHead(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? false
    return taken ? size * count : 0
}

private let openSocket: curl_opensocket_callback = { context, _, address in
    guard let handle = handle(context), let address else { return CURL_SOCKET_BAD }
    return handle.open(address)
}

private let guardRequest: curl_prereq_callback = { context, _, _, _, _ in
    handle(context)?.mayWrite() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
