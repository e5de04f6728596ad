import Foundation
import LinliDigest

/// The file of the models in bytes, in this machine's order: a head of four words of 64 bits, the models'
/// numbers, each row of them on a border of eight bytes, and a property list that says where they are.
///
/// The head: a mark, the sum of all words after the head, where the property list begins, its length.
enum ModelLayout {
    private static let mark: UInt64 = 0x314D_494C_4E49_4C00
    private static let headWords = 4
    private static let wordBytes = MemoryLayout<UInt64>.size

    /// The property list. Nil where the block is none of ours or damaged.
    static func content(of block: NumberBlock) -> Data? {
        guard block.bytes.count >= headWords * wordBytes, block.bytes.count % wordBytes == 0
        else { return nil }
        let words = block.bytes.bindMemory(to: UInt64.self)
        let (begin, length) = (words[2], words[3])
        guard words[0] == mark, begin <= block.bytes.count, length <= UInt64(block.bytes.count) - begin,
            words[1] == sum(words.dropFirst(headWords))
        else { return nil }
        return Data(block.bytes[Int(begin)..<Int(begin + length)])
    }

    /// Puts a file together.
    struct Writer {
        private var data = Data(count: headWords * wordBytes)

        mutating func add<Number>(_ numbers: Numbers<Number>) -> NumberBlock.Stretch {
            let offset = data.count
            data.append(numbers.bytes)
            pad()
            return NumberBlock.Stretch(offset: offset, count: numbers.count)
        }

        consuming func finish(_ content: Data) -> Data {
            let begin = data.count
            data.append(content)
            pad()
            let sum = data.withUnsafeBytes { bytes in
                ModelLayout.sum(bytes.bindMemory(to: UInt64.self).dropFirst(headWords))
            }
            let head = [mark, sum, UInt64(begin), UInt64(content.count)]
            data.replaceSubrange(0..<headWords * wordBytes, with: head.withUnsafeBytes { Data($0) })
            return data
        }

        private mutating func pad() {
            data.append(Data(count: -data.count & (wordBytes - 1)))
        }
    }

    /// Against accidents, not against people.
    static func sum(_ words: Slice<UnsafeBufferPointer<UInt64>>) -> UInt64 {
        words.reduce(FNV1a.start, FNV1a.step)
    }
}
