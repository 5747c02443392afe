import PieCommands

await runPie()
