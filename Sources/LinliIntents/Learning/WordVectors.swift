import Foundation
import LinliModel

/// Usual Chinese words as points: those that stand beside the same words lie near each other. Where
/// examples are few, a message that shares no character with any of them is still near the right ones.
///
/// The file `Intents/vectors/words.bin` is written by `Benchmarks/understanding/make_vectors.py`, which
/// says what stands where in it. It is mapped, and of it only those pages are in memory whose words were
/// met lately.
package struct WordVectors: Sendable {
    /// Knows no word.
    package static let none = WordVectors()

    /// Numbers of a point.
    let places: Int
    /// Word → its row and what one step is worth there: its frequency (a word that is a thousandth of all
    /// text counts half) times the scale of the row.
    private let words: FeatureTable
    /// Two places a byte, those of the first half of the row in the lower bits.
    private let steps: Numbers<UInt8>
    /// Characters of the longest word.
    private let longest: Int

    private static let mark: UInt64 = 0x3156_574C_4E49_4C00
    /// The mark, the sum and four numbers.
    private static let headBytes = 32
    /// So many characters fit into a key.
    private static let most = 4
    /// More places than that are no file of ours.
    private static let mostPlaces = 1_024

    private init() {
        places = 0
        words = FeatureTable([], rarity: [])
        steps = Numbers([])
        longest = 0
    }

    /// Nil where the file is absent, short, damaged or none of ours: then there are no vectors, and that
    /// is all.
    package init?(path: String) {
        guard let block = NumberBlock(mapping: path), block.bytes.count % 8 == 0,
            block.bytes.count >= WordVectors.headBytes
        else { return nil }
        let whole = block.bytes.bindMemory(to: UInt64.self)
        let head = block.bytes.bindMemory(to: UInt32.self)[4..<8].map(Int.init)
        let (count, places, longest) = (head[0], head[1], head[2])
        guard whole[0] == WordVectors.mark, whole[1] == ModelLayout.sum(whole.dropFirst(2)),
            places > 0, places % 2 == 0, places <= WordVectors.mostPlaces,
            (1...WordVectors.most).contains(longest)
        else { return nil }
        let begin = WordVectors.headBytes
        guard
            let keys = Numbers<UInt32>(block, NumberBlock.Stretch(offset: begin, count: count)),
            let worths = Numbers<Float>(block, NumberBlock.Stretch(offset: begin + count * 4, count: count)),
            let steps = Numbers<UInt8>(
                block, NumberBlock.Stretch(offset: begin + count * 8, count: count * places / 2)),
            zip(keys, keys.dropFirst()).allSatisfy(<), worths.allSatisfy(\.isFinite)
        else { return nil }
        self.places = places
        self.longest = longest
        self.steps = steps
        words = FeatureTable(Array(keys), rarity: Array(worths))
        block.letGo()
    }

    /// Those of a folder of intents; `none` where it has none.
    package init(directory: String) {
        self = WordVectors(path: WordVectors.path(in: directory)) ?? .none
    }

    /// What is wrong with the vectors of a folder of intents, which keeps nothing from working; nil where
    /// they can be read.
    package static func finding(in directory: String) -> Finding? {
        guard WordVectors(path: path(in: directory)) == nil else { return nil }
        let isThere = FileManager.default.fileExists(atPath: path(in: directory))
        return Finding(
            file: "vectors/words.bin", line: 0,
            message:
                "the file is \(isThere ? "damaged" : "absent"): small sets learn without vectors of words"
        )
    }

    package static func path(in directory: String) -> String { "\(directory)/vectors/words.bin" }

    package var isEmpty: Bool { places == 0 }

    /// The point of a text, of length one: the longest word at each place from the left, all of them
    /// together, usual ones less. Empty where no word is known. Besides the answer nothing is allocated.
    func vector(of codes: [UInt32]) -> [Float] {
        guard places > 0 else { return [] }
        var sum = [Float](repeating: 0, count: places)
        var isKnown = false
        sum.withUnsafeMutableBufferPointer { sum in
            var position = 0
            while position < codes.count {
                let found = longestWord(codes, position)
                position += found.length
                guard let row = found.row else { continue }
                isKnown = true
                add(row, to: sum)
            }
            isKnown = isKnown && WordVectors.normalize(sum)
        }
        return isKnown ? sum : []
    }

    /// The features of all words of two characters or more that stand anywhere in a text, also of those
    /// inside another one (地铁站 is 地铁, 铁站 where that is a word, and 地铁站), in the order in which they
    /// begin. Where a text is cut into words is not decided: a wrong cut would lose the right ones.
    func words(of codes: [UInt32]) -> [UInt64] {
        var features: [UInt64] = []
        for start in codes.indices {
            forEachWord(codes, start) { packed, _, length in
                if length > 1 { features.append(FeatureExtractor.feature(word: packed)) }
            }
        }
        return features
    }

    /// The longest word that begins here; without one its length is that of a character.
    private func longestWord(_ codes: [UInt32], _ start: Int) -> (row: Int?, length: Int) {
        var found: (row: Int?, length: Int) = (nil, 1)
        forEachWord(codes, start) { _, row, length in
            // A rare word is worth nothing: it stands in the list alone.
            if self.words.rows[row].rarity != 0 { found = (row, length) }
        }
        return found
    }

    /// Calls with the words that begin here, shortest first: its characters in one number, its row, its
    /// length.
    private func forEachWord(_ codes: [UInt32], _ start: Int, _ body: (UInt64, Int, Int) -> Void) {
        var packed: UInt64 = 0
        for place in 0..<min(longest, codes.count - start) {
            let code = codes[start + place]
            guard code <= 0xFFFF else { break }
            packed |= UInt64(code) << UInt64(16 * place)
            if let row = words[packed] { body(packed, Int(row), place + 1) }
        }
    }

    private func add(_ row: Int, to sum: UnsafeMutableBufferPointer<Float>) {
        let half = places / 2
        let worth = words.rows[row].rarity
        for place in 0..<half {
            let byte = Int8(bitPattern: steps[row * half + place])
            sum[place] += Float((byte << 4) >> 4) * worth
            sum[half + place] += Float(byte >> 4) * worth
        }
    }

    /// False for what has no direction.
    private static func normalize(_ sum: UnsafeMutableBufferPointer<Float>) -> Bool {
        let norm = sum.reduce(0) { $0 + $1 * $1 }
        guard norm > 0, norm.isFinite else { return false }
        let scale = 1 / norm.squareRoot()
        for place in sum.indices { sum[place] *= scale }
        return true
    }
}

/// The point of a text beside its features: what it counts against them.
enum VectorShare {
    /// The block's length where that of the features is one.
    static let weight: Float = 0.5

    /// What both are multiplied with, so that they have length one together.
    static let features: Float = 1 / (1 + weight * weight).squareRoot()
    static let block: Float = weight * features
}
