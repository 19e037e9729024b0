import Support
import Testing

extension EndToEnd {
    /// The release build carries Swift's libraries in the programs themselves.
    @Suite struct ReleaseLinkageTests {
        @Test func noWorkerCarriesOrLoadsFoundation() throws {
            for name in try LinkedProgram.workers(in: Repository.programs) {
                let worker = try LinkedProgram(Repository.programs + "/" + name)
                #expect(worker.libraries.contains { $0.hasPrefix("libpq.so") }, "\(name): \(worker.libraries)")
                #expect(worker.unwantedLibraries == [], "\(name)")
                #expect(!worker.libraries.contains { $0.contains("dispatch") || $0.contains("libswift") }, "\(name)")
                #expect(worker.foundationSymbol == nil, "\(name)")
            }
        }

        @Test func foundationIsFoundInAProgramThatCarriesIt() throws {
            #expect(try LinkedProgram(Repository.programs + "/onboardingctl").foundationSymbol != nil)
        }
    }
}
