import CryptoExtras
import Crypto
import Foundation
import LinliTestKit

/// Sealed calls with a fault in one place and everything else right, so that exactly that fault is judged.
struct Envelope {
    var caller = WeChatCaller.standard
    var seconds = LivingLinli.seconds
    /// The document inside, as bytes: not always UTF-8, not always XML.
    var document: [UInt8]

    init(_ document: String) {
        self.document = Array(document.utf8)
    }

    init(bytes: [UInt8]) {
        document = bytes
    }

    /// A whole text message of resident A with these bytes as its text, in CDATA.
    init(text: [UInt8], id: UInt64 = 1) {
        let head =
            "<xml><ToUserName>gh</ToUserName><FromUserName>\(Residents.a)</FromUserName>"
            + "<CreateTime>\(LivingLinli.seconds)</CreateTime><MsgType>text</MsgType><Content><![CDATA["
        document = Array(head.utf8) + text + Array("]]></Content><MsgId>\(id)</MsgId></xml>".utf8)
    }

    struct Sealed: Sendable {
        var query: String
        var body: [UInt8]
    }

    func sealed() throws -> Sealed {
        sealed(try caller.encrypt(document))
    }

    /// `encrypt` stands where the ciphertext stands, whatever it is.
    func sealed(_ encrypt: String) -> Sealed {
        let (time, nonce) = (String(seconds), "829301744")
        let signature = WeChatCaller.sha1([caller.token, time, nonce])
        let message = WeChatCaller.sha1([caller.token, time, nonce, encrypt])
        return Sealed(
            query: "signature=\(signature)&timestamp=\(time)&nonce=\(nonce)&openid=\(Residents.a)"
                + "&encrypt_type=aes&msg_signature=\(message)",
            body: Array("<xml><Encrypt><![CDATA[\(encrypt)]]></Encrypt></xml>".utf8))
    }

    /// Sealed right up to the padding: its length and its bytes are `padding`'s.
    func sealed(padding: (Int) -> [UInt8]) throws -> Sealed {
        var plain = [UInt8](repeating: 7, count: 16)
        withUnsafeBytes(of: UInt32(document.count).bigEndian) { plain.append(contentsOf: $0) }
        plain += document + Array(caller.appID.utf8)
        plain += padding(32 - plain.count % 32)
        let key = Data(base64Encoded: caller.encodingKey + "=") ?? Data()
        let ciphertext = try AES._CBC.encrypt(
            plain, using: SymmetricKey(data: key), iv: AES._CBC.IV(ivBytes: key.prefix(16)), noPadding: true)
        return sealed(ciphertext.base64EncodedString())
    }
}
