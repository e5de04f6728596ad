import LinliModel
import LinliSettings
import Testing

/// `Config/` of the checkout, as it is shipped.
@Suite struct CheckoutTests {
    /// `Config/` beside the package, found from this file's own place.
    static let directory = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/Config"
    }()

    static func settings() throws -> Settings { try loaded.get() }

    private static let loaded = Result { try Settings.load(directory: directory, environment: [:]) }

    @Test func hasNoFindings() {
        #expect(Settings.check(directory: Self.directory, environment: [:]).map(\.description) == [])
    }
}
