using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    internal partial class SectionOutcomes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Outcome",
                table: "JobSections",
                type: "TEXT",
                nullable: true);

            // what stood in columns of the one tool that there was, in its words
            migrationBuilder.Sql(
                """
                UPDATE "JobSections" SET "Outcome" = '{"counts":' || "Counts" || ',"invalidScores":' || "InvalidScores" || '}' WHERE "State" = 'Done';
                """);

            // not by DropColumn: EF Core makes the table anew for it, outside the transaction that holds the whole upgrade
            migrationBuilder.Sql("""ALTER TABLE "JobSections" DROP COLUMN "Counts";""");
            migrationBuilder.Sql("""ALTER TABLE "JobSections" DROP COLUMN "InvalidScores";""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Outcome",
                table: "JobSections");

            migrationBuilder.AddColumn<string>(
                name: "Counts",
                table: "JobSections",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "InvalidScores",
                table: "JobSections",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }
    }
}
