import LinliDigest
import Testing

@Suite("FNV-1a")
struct FNV1aTests {
    /// From the authors' list of test vectors (`test_fnv.c`, `fnv1a_64_vector`).
    static let published: [(text: String, sum: UInt64)] = [
        ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("b", 0xaf63_df4c_8601_f1a5),
        ("fo", 0x0898_5907_b541_d342), ("foo", 0xdcb2_7518_fed9_d577), ("foob", 0xdd12_0e79_0c25_12af),
        ("fooba", 0xcac1_65af_a2fe_f40a), ("foobar", 0x8594_4171_f739_67e8),
    ]

    @Test("The published vectors", arguments: published)
    func vector(text: String, sum: UInt64) { #expect(FNV1a.sum(text.utf8) == sum) }

    @Test("Two parts give what the whole gives")
    func parts() {
        #expect(FNV1a.sum("bar".utf8, after: FNV1a.sum("foo".utf8)) == FNV1a.sum("foobar".utf8))
    }

    @Test("Over words it takes a word for a byte")
    func words() {
        #expect([0x66, 0x6f, 0x6f].reduce(FNV1a.start, FNV1a.step) == FNV1a.sum("foo".utf8))
        #expect([1, 2, 1 << 63].reduce(FNV1a.start, FNV1a.step) == 0x50aa_6318_672c_f75e)
    }
}
