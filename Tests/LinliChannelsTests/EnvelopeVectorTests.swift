import Foundation
import LinliModel
import Testing

@testable import LinliChannels

@Suite("The envelope opens what the platforms and their SDKs sealed")
struct EnvelopeVectorTests {
    private func cipher(_ vector: Vector) throws -> EnvelopeCipher {
        let key = try vector.input("encoding_aes_key")
        return try #require(EnvelopeCipher(encodingKey: key, receiver: try vector.input("receive_id")))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func addressSignatures() throws {
        for vector in try Vector.all("url_signature_sha1") {
            let parts = [try vector.input("token"), try vector.input("timestamp"), try vector.input("nonce")]
            #expect(text(EnvelopeSignature.digest(parts)) == (try vector.expectation("signature")))
        }
    }

    @Test func messageSignatures() throws {
        for vector in try Vector.all("msg_signature_sha1") + Vector.all("reply_envelope") {
            let parts = try ["token", "timestamp", "nonce", "encrypt"].map { try vector.input($0) }
            let signature = try vector.expectation("msg_signature")
            #expect(EnvelopeSignature.verifies(signature, of: parts))
            #expect(!EnvelopeSignature.verifies(String(signature.dropLast()), of: parts))
            #expect(!EnvelopeSignature.verifies(signature, of: parts.reversed().dropLast() + [""]))
        }
    }

    @Test func sortedParts() throws {
        for vector in try Vector.all("sort_concat_sha1") {
            let parts = try #require(vector.inputs["parts"] as? [String])
            #expect(text(EnvelopeSignature.digest(parts)) == (try vector.expectation("sha1")))
        }
    }

    @Test func opensWhatWasEncrypted() throws {
        for vector in try Vector.all("aes_encrypt") {
            let cipher = try cipher(vector)
            #expect(text(try cipher.open(try vector.expectation("encrypt"))) == (try vector.input("msg")))
        }
    }

    @Test func opensWhatIsToBeDecrypted() throws {
        for vector in try Vector.all("aes_decrypt") {
            let receiver = try vector.expectation("receive_id")
            let key = try vector.input("encoding_aes_key")
            let sealed = try vector.input("encrypt")
            let cipher = try #require(EnvelopeCipher(encodingKey: key, receiver: receiver))
            #expect(text(try cipher.open(sealed)) == (try vector.expectation("msg")))
            let other = try #require(EnvelopeCipher(encodingKey: key, receiver: receiver + "x"))
            #expect(throws: EnvelopeCipher.Failure.receiver) { try other.open(sealed) }
        }
    }

    @Test func opensCallbacksOfWeCom() throws {
        for vector in try Vector.all("callback_post") {
            let cipher = try #require(
                EnvelopeCipher(
                    encodingKey: try vector.input("encoding_aes_key"),
                    receiver: try vector.expectation("receive_id")))
            let sealed: String
            if let body = vector.inputs["body"] as? String {
                let fields = try XMLReader.fields(of: Array(body.utf8), wanted: ["Encrypt"])
                sealed = try #require(fields["Encrypt"])
            } else {
                sealed = try vector.input("encrypt")
            }
            #expect(text(try cipher.open(sealed)) == (try vector.expectation("msg")))
        }
    }

    @Test func opensEchoesOfWeCom() throws {
        for vector in try Vector.all("echostr_verify") where vector.inputs["echostr"] != nil {
            let sealed = try vector.input("echostr")
            let parts = try ["token", "timestamp", "nonce"].map { try vector.input($0) } + [sealed]
            #expect(EnvelopeSignature.verifies(try vector.input("msg_signature"), of: parts))
            let cipher = try cipher(vector)
            #expect(text(try cipher.open(sealed)) == (try vector.expectation("plain_echostr")))
        }
    }

    @Test func refusesKeysThatAreNoKeys() throws {
        for vector in try Vector.all("encoding_aes_key_invalid") {
            #expect(EnvelopeCipher(encodingKey: try vector.input("encoding_aes_key"), receiver: "wx") == nil)
        }
    }

    @Test func padsOfEveryLengthOpen() throws {
        let sealer = WeChatSealer()
        let cipher = try #require(EnvelopeCipher(encodingKey: sealer.encodingKey, receiver: sealer.appID))
        for length in 0..<64 {
            let message = [UInt8](repeating: 0x61, count: length)
            #expect(try cipher.open(try sealer.encrypt(sealer.padded(message))) == message)
        }
    }

    @Test func wrongEnvelopesSayWhy() throws {
        let sealer = WeChatSealer()
        let cipher = try #require(EnvelopeCipher(encodingKey: sealer.encodingKey, receiver: sealer.appID))
        let good = sealer.padded(Array("<xml></xml>".utf8))
        func failure(_ padded: [UInt8]) throws -> EnvelopeCipher.Failure? {
            let sealed = try sealer.encrypt(padded)
            do {
                _ = try cipher.open(sealed)
                return nil
            } catch { return error }
        }
        #expect(try failure(good) == nil)
        #expect(try failure(good.dropLast() + [0]) == .padding)
        #expect(try failure(good.dropLast() + [33]) == .padding)
        #expect(try failure(good.dropLast(2) + [1, 2]) == .padding)
        #expect(try failure([UInt8](repeating: 32, count: 32)) == .length)
        #expect(try failure(sealer.padded([1, 2, 3], length: 0xFFFF_FFFF)) == .length)
        #expect(try failure(sealer.padded([1, 2, 3], length: 0x8000_0000)) == .length)
        #expect(try failure(sealer.padded([1, 2, 3], length: 4)) == .receiver)
        #expect(try failure(sealer.padded([1, 2, 3], receiver: "")) == .receiver)
        #expect(try failure(Array(good.prefix(16))) == .blockSize)
        #expect(throws: EnvelopeCipher.Failure.base64) { try cipher.open("no base64!") }
        #expect(throws: EnvelopeCipher.Failure.blockSize) { try cipher.open("") }
    }
}
