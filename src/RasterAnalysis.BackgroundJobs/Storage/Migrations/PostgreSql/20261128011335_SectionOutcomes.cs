using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations.PostgreSql
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
                type: "text",
                nullable: true);

            // what stood in columns of the one tool that there was, in its words
            migrationBuilder.Sql(
                """
                UPDATE "JobSections" SET "Outcome" = '{"counts":' || "Counts" || ',"invalidScores":' || "InvalidScores" || '}' WHERE "State" = 'Done';
                """);

            migrationBuilder.DropColumn(
                name: "Counts",
                table: "JobSections");

            migrationBuilder.DropColumn(
                name: "InvalidScores",
                table: "JobSections");
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
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "InvalidScores",
                table: "JobSections",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);
        }
    }
}
