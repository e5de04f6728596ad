import Foundation
import LinliEngine
import LinliModel
import LinliServer
import LinliServices
import LinliSQL
import LinliStore
import Synchronization

/// Bearer tokens on the daemon's side: the one it writes for its own user, and the check of all others.
final class StaffAccess: Sendable {
    /// What the CLI of the same user reads (`admin.json`, 0600).
    struct OwnToken: Codable {
        var url: String
        var token: String
        var role: String
    }

    private let house: House
    private let clock: any Clockwork
    private let token: String
    private let label: String

    /// - Parameter node: the daemon's name among several on one store, the same after a restart; nil where it
    ///   is alone.
    init(house: House, node: String?, clock: any Clockwork) {
        self.house = house
        label = node.map { "daemon \($0)" } ?? "daemon"
        self.clock = clock
        token = RandomCodes.system.secret()
    }

    /// Makes the account of the local admin and a fresh token; the last run's token is revoked.
    func register() async throws(SQLError) {
        let hash = SecretHash.of(token)
        let now = clock.now()
        let label = label
        try await house.database.write { tx throws(SQLError) in
            let known = try tx.staff.find(name: "local-admin")?.id
            let added = try known == nil ? tx.staff.add(name: "local-admin", at: now) : nil
            guard let id = known ?? added else { return }
            try tx.staff.grant(.admin, to: id, estate: nil)
            try tx.staffTokens.revoke(label: label, at: now)
            _ = try tx.staffTokens.add(
                id, role: .admin, estate: nil, hash: hash, label: label, expiresAt: nil, at: now)
        }
    }

    /// Written when the port is known, readable for this user only.
    func writeFile(adminPort: Int) {
        let host = house.settings.daemon.adminHost
        let own = OwnToken(
            url: "http://\(host.contains(":") ? "[\(host)]" : host):\(adminPort)", token: token, role: "admin"
        )
        let path = house.settings.daemon.dataDirectory + "/admin.json"
        do {
            try PrivateFile.write(try JSONEncoder().encode(own), to: path)
        } catch {
            Console.error(
                "The token for the command line cannot be written to \(path); set LINLI_TOKEN instead.")
        }
    }

    func authenticate(_ secret: String) async throws(SQLError) -> LinliModel.StaffIdentity? {
        let hash = SecretHash.of(secret)
        let now = clock.now()
        return try await house.database.read { tx throws(SQLError) in
            try tx.staffTokens.authenticate(hash: hash, at: now)
        }
    }
}

/// Files that only this user may read.
enum PrivateFile {
    /// Replaces `path` in one step; the content is never readable for others, not even for a moment.
    static func write(_ data: Data, to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let temporary = "\(path).new"
        // What a crash left may be readable for others, and creating a file anew would keep that.
        guard unlink(temporary) == 0 || errno == ENOENT else { throw CocoaError(.fileWriteUnknown) }
        guard
            FileManager.default.createFile(
                atPath: temporary, contents: data, attributes: [.posixPermissions: 0o600]),
            rename(temporary, path) == 0
        else { throw CocoaError(.fileWriteUnknown) }
    }

    /// The bytes of a secret that is made once and kept: 32 random bytes.
    static func secret(at path: String) throws -> [UInt8] {
        if let known = FileManager.default.contents(atPath: path), known.count >= 32 { return Array(known) }
        var generator = SystemRandomNumberGenerator()
        let fresh = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        try write(Data(fresh), to: path)
        return fresh
    }
}
