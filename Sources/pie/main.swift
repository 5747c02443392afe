import PieCommands

await PieCommand.run()
