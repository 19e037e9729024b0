import Platform
import Pooling
import SharedBudget
import SystemPackage

// A worker as the application has them, without FastCGI and PostgreSQL: it accepts on descriptor 0, reads how many
// microseconds the request takes, holds a connection for so long, and answers with its process id and how many
// connections it has opened so far, or with the reason why it had none.
// Arguments: DIRECTORY SLOTS GROUP DEADLINE_MILLISECONDS [DATABASE_URL]

let arguments = CommandLine.arguments
guard (5...6).contains(arguments.count), let slots = Int(arguments[2]), let patience = Int(arguments[4]) else {
    StandardError.write("budget-worker: DIRECTORY SLOTS GROUP DEADLINE_MILLISECONDS [DATABASE_URL]\n")
    fatalError("usage")
}
func work(_ factory: some WorkerFactory) throws {
    let (directory, group) = (arguments[1], arguments[3])
    try Worker(factory, directory: directory, slots: slots, group: group, patience: .milliseconds(patience)).run()
}
if arguments.count == 6 {
    try work(PostgresFactory(url: arguments[5]))
} else {
    try work(AuditedFactory(directory: arguments[1], limit: slots))
}
